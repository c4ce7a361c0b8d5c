/** Installs Debian's Redis where it is missing and may be installed. The tests start their own servers. */
import { installFromDebian } from './support/debian.ts';

installFromDebian('/usr/bin/redis-server', 'redis-server');
