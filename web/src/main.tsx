/** Renders the page into index.html. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { applyAppearance } from './state/appearance.ts';
import './styles/tokens.css';
import './styles/base.css';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
applyAppearance();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
