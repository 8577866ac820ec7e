import type { Deployment, StatefulSet } from 'kubernetes-types/apps/v1.d.ts'
import type { Job } from 'kubernetes-types/batch/v1.d.ts'
import type { ConfigMap, Container, PodSecurityContext, Service } from 'kubernetes-types/core/v1.d.ts'

/** A file of `deploy/kubernetes`: what it is for, and the objects in it. */
export interface ManifestFile {
  readonly file: string
  readonly comment: string
  readonly objects: readonly object[]
}

const image = 'loadrun:latest'
const natsUrl = 'nats://loadrun-nats:4222'

/** The token that all parties share: `kubectl create secret generic loadrun-nats --from-literal=token=…`. */
const natsToken = { name: 'loadrun-nats', key: 'token' }
const tokenVariable = { name: 'LOADRUN_NATS_TOKEN', valueFrom: { secretKeyRef: natsToken } }

function labelsOf(component: string): Record<string, string> {
  return { 'app.kubernetes.io/name': 'loadrun', 'app.kubernetes.io/component': component }
}

/** Nobody needs root, a writable image, or anything of the kernel's. */
const harmless: Container['securityContext'] = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
}

function podSecurity(user: number): PodSecurityContext {
  return {
    runAsNonRoot: true,
    runAsUser: user,
    runAsGroup: user,
    fsGroup: user,
    seccompProfile: { type: 'RuntimeDefault' },
  }
}

const natsService: Service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'loadrun-nats', labels: labelsOf('nats') },
  spec: { clusterIP: 'None', selector: labelsOf('nats'), ports: [{ name: 'nats', port: 4222 }] },
}

const nats: StatefulSet = {
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name: 'loadrun-nats', labels: labelsOf('nats') },
  spec: {
    serviceName: 'loadrun-nats',
    replicas: 1,
    selector: { matchLabels: labelsOf('nats') },
    template: {
      metadata: { labels: labelsOf('nats') },
      spec: {
        securityContext: podSecurity(1000),
        automountServiceAccountToken: false,
        containers: [
          {
            name: 'nats',
            image: 'nats:2-alpine',
            args: ['--jetstream', '--store_dir', '/data', '--auth', '$(TOKEN)', '--http_port', '8222'],
            env: [{ name: 'TOKEN', valueFrom: { secretKeyRef: natsToken } }],
            ports: [{ name: 'nats', containerPort: 4222 }],
            readinessProbe: { httpGet: { path: '/healthz', port: 8222 } },
            resources: { requests: { cpu: '500m', memory: '256Mi' }, limits: { memory: '1Gi' } },
            securityContext: harmless,
            volumeMounts: [{ name: 'data', mountPath: '/data' }],
          },
        ],
      },
    },
    volumeClaimTemplates: [
      {
        metadata: { name: 'data' },
        spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '2Gi' } } },
      },
    ],
  },
}

const agents: Deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'loadrun-agents', labels: labelsOf('agent') },
  spec: {
    replicas: 3,
    selector: { matchLabels: labelsOf('agent') },
    template: {
      metadata: { labels: labelsOf('agent') },
      spec: {
        securityContext: {
          ...podSecurity(1000),
          // Each pod has ports of its own; these are all that a process without rights may have.
          sysctls: [{ name: 'net.ipv4.ip_local_port_range', value: '1024 65535' }],
        },
        automountServiceAccountToken: false,
        // A load under way is ended and reported first.
        terminationGracePeriodSeconds: 60,
        affinity: {
          podAntiAffinity: {
            // Two on one node would share its cores, its network card and its address towards the target.
            preferredDuringSchedulingIgnoredDuringExecution: [
              {
                weight: 100,
                podAffinityTerm: {
                  labelSelector: { matchLabels: labelsOf('agent') },
                  topologyKey: 'kubernetes.io/hostname',
                },
              },
            ],
          },
        },
        containers: [
          {
            name: 'agent',
            image,
            args: ['agent', '--nats', natsUrl, '--name', '$(POD)', '--labels', 'node=$(NODE)'],
            env: [
              tokenVariable,
              { name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
              { name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
            ],
            // Whole cores, requested and limited alike: an agent that is throttled is late.
            resources: { requests: { cpu: '2', memory: '2Gi' }, limits: { cpu: '2', memory: '2Gi' } },
            securityContext: harmless,
            volumeMounts: [{ name: 'bundles', mountPath: '/tmp' }],
          },
        ],
        volumes: [{ name: 'bundles', emptyDir: { sizeLimit: '1Gi' } }],
      },
    },
  },
}

const scenario: ConfigMap = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'loadrun-scenario', labels: labelsOf('run') },
  data: {
    'scenario.yaml': `name: in-the-cluster
target: http://shop.default.svc.cluster.local
scenarios:
  visits:
    executor: constant-arrival-rate
    rate: 3000/s
    arrivals: poisson
    duration: 60s
    steps:
      - get: /
        expect: { status: 200 }
thresholds:
  http_req_failed: [rate < 1%]
  http_req_duration: [p(99) < 500ms]
`,
  },
}

const run: Job = {
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { generateName: 'loadrun-', labels: labelsOf('run') },
  spec: {
    // A failed gate is a result, not an accident: nothing is tried again.
    backoffLimit: 0,
    activeDeadlineSeconds: 3600,
    ttlSecondsAfterFinished: 86_400,
    template: {
      metadata: { labels: labelsOf('run') },
      spec: {
        restartPolicy: 'Never',
        securityContext: podSecurity(1000),
        automountServiceAccountToken: false,
        containers: [
          {
            name: 'run',
            image,
            args: [
              'run',
              '/scenario/scenario.yaml',
              '--nats',
              natsUrl,
              '--agents',
              '3',
              '--workers',
              '2',
              '--out',
              '/work',
            ],
            env: [tokenVariable],
            resources: { requests: { cpu: '500m', memory: '512Mi' }, limits: { memory: '2Gi' } },
            securityContext: harmless,
            volumeMounts: [
              { name: 'scenario', mountPath: '/scenario', readOnly: true },
              { name: 'work', mountPath: '/work' },
              { name: 'temporary', mountPath: '/tmp' },
            ],
          },
        ],
        volumes: [
          { name: 'scenario', configMap: { name: 'loadrun-scenario' } },
          { name: 'work', emptyDir: {} },
          { name: 'temporary', emptyDir: {} },
        ],
      },
    },
  },
}

export const manifestFiles: readonly ManifestFile[] = [
  {
    file: 'nats.yaml',
    comment: 'NATS with JetStream, for agents and runs. Its token is a secret that you make first.',
    objects: [natsService, nats],
  },
  {
    file: 'agents.yaml',
    comment: 'Agents that wait for runs. Scale them with kubectl scale deployment/loadrun-agents --replicas=10.',
    objects: [agents],
  },
  {
    file: 'run.yaml',
    comment: 'One run on three agents. Make it with kubectl create, so that each has a name of its own.',
    objects: [scenario, run],
  },
]
