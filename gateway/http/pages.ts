import { existsSync } from 'node:fs';
import { join } from 'node:path';
import express, { type Express } from 'express';

/**
 * Serves the built pages. Files under `assets/` carry a hash in their names and never change; any other path that a
 * browser asks for as a page gets index.html, whose script finds out what to show.
 */
export function servePages(app: Express, folder: string): void {
  const index = join(folder, 'index.html');
  app.use(
    '/assets',
    express.static(join(folder, 'assets'), {
      immutable: true,
      maxAge: '1y',
      index: false,
      redirect: false,
      dotfiles: 'ignore',
    }),
  );
  app.use(express.static(folder, { index: false, redirect: false, dotfiles: 'ignore', maxAge: '1h' }));
  app.get('/{*path}', (request, response, next) => {
    if (request.path.startsWith('/assets/') || !request.accepts('html') || !existsSync(index)) {
      next();
      return;
    }
    response.set('Cache-Control', 'no-cache');
    response.sendFile(index, { cacheControl: false });
  });
}
