/** Installs Debian's Chromium where it is missing and may be installed. */
import { installFromDebian } from './support/debian.ts';

installFromDebian('/usr/bin/chromium', 'chromium');
