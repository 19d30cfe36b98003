import type { ComponentProps, MouseEvent, ReactNode } from 'react';
import { navigate } from '../app/router.ts';

/** A link inside the site: a plain click does not load the page anew; all others do what the browser does. */
export function Link({ href, onClick, ...rest }: ComponentProps<'a'> & { href: string }): ReactNode {
  const follow = (event: MouseEvent<HTMLAnchorElement>): void => {
    onClick?.(event);
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (event.defaultPrevented || !plain) return;
    event.preventDefault();
    navigate(href);
  };
  return <a href={href} onClick={follow} {...rest} />;
}
