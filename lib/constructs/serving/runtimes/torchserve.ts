import type { Runtime } from '../../../contracts/spec/runtime.ts';
import { SERVED_NAME, SETTINGS_FOLDER, serverOfSize, type GpuServerSize, type ServerFacts } from './preset.ts';

export const TORCHSERVE: ServerFacts = { floor: { cpu: '1', memory: '2Gi' }, formats: ['mar'], file: 'model.mar' };

/** One JSON object a line; Log4j's own conversion `enc` escapes what is in it. */
const LINE = [
  '{"time":"%d{yyyy-MM-dd\'T\'HH:mm:ss.SSS\'Z\'}{UTC}"',
  '"level":"%p"',
  '"logger":"%enc{%c}{JSON}"',
  '"thread":"%enc{%t}{JSON}"',
  '"message":"%enc{%m}{JSON}"',
  '"exception":"%enc{%throwable}{JSON}"}%n',
].join(',');

/** Everything on the standard output as JSON; calls and metrics, which the mesh and Prometheus have, are not written down again. */
const LOG_SETTINGS = [
  '<?xml version="1.0" encoding="UTF-8"?>',
  '<Configuration status="warn">',
  '  <Appenders>',
  '    <Console name="STDOUT" target="SYSTEM_OUT">',
  `      <PatternLayout alwaysWriteExceptions="false" pattern="${LINE.replaceAll('"', '&quot;')}"/>`,
  '    </Console>',
  '  </Appenders>',
  '  <Loggers>',
  ...['ACCESS_LOG', 'MODEL_METRICS', 'TS_METRICS', 'TELEMETRY_METRICS'].map((name) => `    <Logger name="${name}" level="off"/>`),
  '    <Logger name="io.netty" level="error"/>',
  '    <Root level="info">',
  '      <AppenderRef ref="STDOUT"/>',
  '    </Root>',
  '  </Loggers>',
  '</Configuration>',
  '',
].join('\n');

/**
 * TorchServe: `POST /predictions/model`. By itself it listens on the loopback only, so its addresses are said; the management
 * API, which can load foreign code, stays on the loopback. The mesh proves who calls, so its own tokens, which it would write
 * into the read-only root, are off. Upstream has ended its maintenance: prefer `triton` for what is new.
 * https://pytorch.org/serve/configuration.html, https://pytorch.org/serve/logging.html
 */
export function torchserve(size: GpuServerSize): Runtime {
  return serverOfSize(
    {
      server: 'torchserve',
      port: 8080,
      grpcPort: 7070,
      metricsPort: 8082,
      metricsPath: '/metrics',
      livenessPath: '/ping',
      readinessPath: '/ping',
      command: ['torchserve'],
      args: [
        '--start',
        '--foreground',
        '--no-config-snapshots',
        '--disable-token-auth',
        '--model-store',
        '/models',
        '--models',
        `${SERVED_NAME}=${SERVED_NAME}.mar`,
        '--ts-config',
        `${SETTINGS_FOLDER}/config.properties`,
        '--log-config',
        `${SETTINGS_FOLDER}/log4j2.xml`,
      ],
      env: [
        { name: 'LOG_LOCATION', value: '/tmp/logs' },
        { name: 'METRICS_LOCATION', value: '/tmp/logs' },
        { name: 'TEMP', value: '/tmp' },
      ],
      files: {
        'config.properties': [
          'inference_address=http://0.0.0.0:8080',
          'management_address=http://127.0.0.1:8081',
          'metrics_address=http://0.0.0.0:8082',
          'grpc_inference_address=0.0.0.0',
          'grpc_inference_port=7070',
          'grpc_management_address=127.0.0.1',
          'metrics_mode=prometheus',
          'install_py_dep_per_model=false',
          'disable_system_metrics=true',
          '',
        ].join('\n'),
        'log4j2.xml': LOG_SETTINGS,
      },
      modelFolder: '/models',
    },
    size,
  );
}
