/** The mark: two people in one speech bubble. */
export function BrandMark({ size = 32 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <path
        fill="var(--accent)"
        d="M8 3h16a6 6 0 0 1 6 6v9a6 6 0 0 1-6 6h-8.5L9 29.4c-.8.6-2 .1-2-1V24a6 6 0 0 1-5-6V9a6 6 0 0 1 6-6Z"
      />
      <circle cx="11" cy="13.5" r="2.4" fill="var(--on-accent)" />
      <circle cx="21" cy="13.5" r="2.4" fill="#f4c95d" />
    </svg>
  );
}
