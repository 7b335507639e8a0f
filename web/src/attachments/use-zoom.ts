/**
 * Zooms and moves a picture by wheel, double press, pinch and drag. While it is not zoomed, a swipe to the side goes to
 * the next picture, and one down closes it.
 */
import { type RefObject, useEffect, useEffectEvent, useRef, useState } from 'react';
import { signOfLine } from '../hooks/direction.ts';

const SCALE_MAX = 8;
/** What a double press zooms to. */
const SCALE_PRESSED = 2.5;
/** How far a swipe goes at least, in pixels. */
const SWIPE_PIXELS = 60;
const WHEEL_FACTOR = 1.002;

interface View {
  readonly scale: number;
  /** How far the middle of the picture is from the middle of the stage, in pixels. */
  readonly x: number;
  readonly y: number;
}

const FITTED: View = { scale: 1, x: 0, y: 0 };

interface Zoom {
  readonly stage: RefObject<HTMLDivElement | null>;
  readonly image: RefObject<HTMLImageElement | null>;
  readonly scale: number;
  zoomBy(factor: number): void;
  reset(): void;
}

interface ZoomOptions {
  /** @param step 1 for the next picture, -1 for the one before */
  readonly onSwipe: (step: number) => void;
  /** Called at a swipe down. */
  readonly onClose: () => void;
}

export function useZoom({ onSwipe, onClose }: ZoomOptions): Zoom {
  const stage = useRef<HTMLDivElement>(null);
  const image = useRef<HTMLImageElement>(null);
  const [view, setView] = useState(FITTED);
  /** Where the fingers are, by id. */
  const pointers = useRef(new Map<number, { x: number; y: number }>());
  const start = useRef({ x: 0, y: 0 });

  useEffect(() => {
    const element = image.current;
    if (element) element.style.transform = `translate(${view.x}px, ${view.y}px) scale(${view.scale})`;
  });

  /** Zooms, and keeps the point of the picture under `x`, `y`, which are from the middle of the stage. */
  const zoomAt = (factor: number, x = 0, y = 0): void =>
    setView((before) => {
      const scale = Math.max(1, Math.min(SCALE_MAX, before.scale * factor));
      if (scale === 1) return FITTED;
      const grown = scale / before.scale;
      return within(stage.current, { scale, x: x - (x - before.x) * grown, y: y - (y - before.y) * grown });
    });

  const fromMiddle = ({ clientX, clientY }: { clientX: number; clientY: number }) => {
    const { left = 0, top = 0, width = 0, height = 0 } = stage.current?.getBoundingClientRect() ?? {};
    return { x: clientX - left - width / 2, y: clientY - top - height / 2 };
  };

  const onWheel = useEffectEvent((event: WheelEvent): void => {
    event.preventDefault();
    const { x, y } = fromMiddle(event);
    zoomAt(WHEEL_FACTOR ** -event.deltaY, x, y);
  });

  const onDoubleClick = useEffectEvent((event: MouseEvent): void => {
    const { x, y } = fromMiddle(event);
    zoomAt(view.scale > 1 ? 0 : SCALE_PRESSED, x, y);
  });

  const onDown = useEffectEvent((event: PointerEvent): void => {
    if (event.target instanceof Element && event.target.closest('button')) return;
    stage.current?.setPointerCapture(event.pointerId);
    pointers.current.set(event.pointerId, fromMiddle(event));
    start.current = fromMiddle(event);
  });

  const onMove = useEffectEvent((event: PointerEvent): void => {
    const before = pointers.current.get(event.pointerId);
    if (!before) return;
    const now = fromMiddle(event);
    const [other] = [...pointers.current].flatMap(([id, place]) => (id === event.pointerId ? [] : place));
    pointers.current.set(event.pointerId, now);
    if (other) {
      const factor = distance(now, other) / Math.max(1, distance(before, other));
      zoomAt(factor, (now.x + other.x) / 2, (now.y + other.y) / 2);
    } else if (view.scale > 1)
      setView((at) => within(stage.current, { ...at, x: at.x + now.x - before.x, y: at.y + now.y - before.y }));
  });

  const onUp = useEffectEvent((event: PointerEvent): void => {
    const isLast = pointers.current.delete(event.pointerId) && pointers.current.size === 0;
    if (!isLast || view.scale > 1 || event.type === 'pointercancel') return;
    const { x, y } = fromMiddle(event);
    const [across, down] = [x - start.current.x, y - start.current.y];
    // The next picture comes in from the end of the line.
    if (stage.current && Math.abs(across) > SWIPE_PIXELS && Math.abs(across) > Math.abs(down))
      onSwipe(-Math.sign(across) * signOfLine(stage.current));
    else if (down > 2 * SWIPE_PIXELS && event.pointerType === 'touch') onClose();
  });

  useEffect(() => {
    const element = stage.current;
    if (!element) return;
    const listening = new AbortController();
    const { signal } = listening;
    // React listens to wheels passively, which cannot keep the page from zooming.
    element.addEventListener('wheel', onWheel, { passive: false, signal });
    element.addEventListener('dblclick', onDoubleClick, { signal });
    element.addEventListener('pointerdown', onDown, { signal });
    element.addEventListener('pointermove', onMove, { signal });
    element.addEventListener('pointerup', onUp, { signal });
    element.addEventListener('pointercancel', onUp, { signal });
    return () => listening.abort();
  }, []);

  return { stage, image, scale: view.scale, zoomBy: (factor) => zoomAt(factor), reset: () => setView(FITTED) };
}

const distance = (one: { x: number; y: number }, other: { x: number; y: number }): number =>
  Math.hypot(one.x - other.x, one.y - other.y);

/** Keeps the picture on the stage. */
function within(stage: HTMLElement | null, view: View): View {
  const { clientWidth = 0, clientHeight = 0 } = stage ?? {};
  const [farX, farY] = [(clientWidth * (view.scale - 1)) / 2, (clientHeight * (view.scale - 1)) / 2];
  return { ...view, x: clamp(view.x, farX), y: clamp(view.y, farY) };
}

const clamp = (value: number, far: number): number => Math.max(-far, Math.min(far, value));
