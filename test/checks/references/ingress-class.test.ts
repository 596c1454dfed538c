import { ingressClass } from '../../../src/checks/references/ingress-class';
import { judgeTable } from '../judging';

const WEB_INGRESS = 'networking.k8s.io/v1 Ingress shop/web spec: {ingressClassName: alb}';

judgeTable(ingressClass, {
  'accepts the class that the controller brings': {
    given: [
      'argoproj.io/v1alpha1 Application argocd/aws-load-balancer-controller spec: {destination: {namespace: kube-system}, source: {chart: aws-load-balancer-controller, repoURL: https://charts.example, helm: {valuesObject: {}}}}',
      WEB_INGRESS,
    ],
  },
  'finds a class where there is none': {
    given: [WEB_INGRESS],
    found: ['Ingress web spec.ingressClassName: names IngressClass alb, which does not exist: there is none'],
  },
  'finds a class that does not exist': {
    given: ['networking.k8s.io/v1 IngressClass nginx', WEB_INGRESS],
    found: ['Ingress web spec.ingressClassName: names IngressClass alb, which does not exist: expected nginx'],
  },
});
