/** The logo: one speech bubble answers another. */
export function BrandMark({ size = 32 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <path fill="#f2c14e" d="M18.5 3H23a7 7 0 0 1 7 7v1a7 7 0 0 1-7 7h-4.5a7 7 0 0 1-7-7v-1a7 7 0 0 1 7-7Z" />
      <path
        fill="var(--accent)"
        d="M10 9h7.5a8 8 0 0 1 8 8v1a8 8 0 0 1-8 8h-5.3l-4.8 3.8c-.8.6-1.9.1-1.9-.9V25A8 8 0 0 1 2 18v-1a8 8 0 0 1 8-8Z"
      />
    </svg>
  );
}
