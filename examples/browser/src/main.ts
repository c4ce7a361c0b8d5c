import { CustomerPage } from './customer-page.ts';

await new CustomerPage().open();
