import { Construct } from 'constructs';
import type { Plan } from '../plan.ts';
import { Alerts } from './alerts.ts';
import { Scrape } from './scrape.ts';

/** What watches the model: the scrape of its own metrics, and the alerts. */
export class Monitoring extends Construct {
  constructor(scope: Construct, id: string, plan: Plan) {
    super(scope, id);
    new Scrape(this, 'Scrape', plan);
    new Alerts(this, 'Alerts', plan);
  }
}
