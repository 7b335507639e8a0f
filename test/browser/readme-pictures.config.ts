/** How the README's pictures are taken: in the browser of the tests, among the people and posts of a first start. */
import { defineConfig } from '@playwright/test';
import { SEED } from './cloud.ts';
import config from './playwright.config.ts';

process.env[SEED] = 'people';

export default defineConfig({ ...config, testMatch: 'readme-pictures.ts', outputDir: '../../test-results/pictures' });
