import { definePlugin } from '@faultline/core';
import { jaeger } from './jaeger/jaeger.ts';
import { otlpJson } from './otlp-json/otlp-json.ts';
import { otlpProtobuf } from './protobuf/otlp-protobuf.ts';
import { spanObjects } from './span-objects/span-objects.ts';
import { vercel } from './vercel/vercel.ts';
import { zipkin } from './zipkin/zipkin.ts';

export default definePlugin({
  name: 'ingest-traces',
  ingesters: [otlpJson, otlpProtobuf, jaeger, zipkin, vercel, spanObjects],
});
export { jaeger, otlpJson, otlpProtobuf, spanObjects, vercel, zipkin };
