import { service } from '../gitops/fixtures/manifests';
import { forgetProjects, git, Project } from '../gitops/fixtures/project';

afterAll(forgetProjects);

test('what the checks find wrong is not published, and the report says where', async () => {
  const project = new Project({ dev: service('orders') });
  const { code, out } = await project.run('publish', '--kubernetes', '1.35');
  expect(code).toBe(1);
  expect(out).toMatch(
    /^error: \[dev\/services\/orders\/settings\.yaml:\d+ ConfigMap orders metadata\.namespace\] .*shop/m,
  );
  expect(() => git(project.embedded, 'rev-parse', '--verify', '--quiet', 'main')).toThrow();
});

test('in an emergency the checks can be left out', async () => {
  const project = new Project({ dev: service('orders') });
  expect((await project.run('publish', '--no-check')).code).toBe(0);
});
