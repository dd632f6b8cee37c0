import { Construct } from 'constructs';
import type { Plan } from '../plan.ts';
import { isSeldon } from '../serving/targets/is-seldon.ts';
import { ModelDashboard } from './model-dashboard.ts';
import { Rules } from './rules.ts';
import { Scrape } from './scrape.ts';

/** What watches the model: the scrape of its own metrics, what is computed and alarmed from them, and a page to look at. */
export class Monitoring extends Construct {
  constructor(scope: Construct, id: string, plan: Plan) {
    super(scope, id);
    // Seldon's servers are scraped by who runs them, once for all of their models.
    if (!isSeldon(plan.spec.target)) new Scrape(this, 'Scrape', plan);
    new Rules(this, 'Rules', plan);
    new ModelDashboard(this, 'Dashboard', plan);
  }
}
