import { addOn, chart } from '../../src/model/add-on';
import { kubernetes } from './kubernetes';
import { CHARTS } from './pins';

/** Kinds of the Prometheus operator, before everything that has a monitor. */
export const prometheusOperatorCrds = addOn('prometheus-operator-crds', {
  why: 'Kinds for monitors and alerts, which nearly every other add-on brings along',
  namespace: 'monitoring',
  needs: [kubernetes],
  helm: () => [chart(CHARTS.prometheusOperatorCrds, {})],
});
