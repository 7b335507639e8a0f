/** Bucket deployments. */
import { describe, expect, it } from 'vitest';
import { deployBucket } from '#local/site/bucket.ts';
import { resource, stackOf, type Properties } from '../api-gateway/hand-made-stack.ts';
import { deployment, folder } from './site.ts';

function deploy(assets: Readonly<Record<string, string>>, ...deployments: readonly Properties[]) {
  const resources = deployments.map((properties, i) => resource('Custom::CDKBucketDeployment', `D${i}`, properties));
  const bucket = deployBucket(stackOf(resources, assets), 'files');
  return { bucket, text: (key: string) => bucket.get(key)?.content.toString(), keys: [...bucket.keys()].sort() };
}

describe('the content of a bucket', () => {
  it('comes from all sources of all its deployments, under their prefixes, and a later source wins', () => {
    const { keys, text } = deploy(
      {
        one: folder({ 'a.txt': 'one', 'b.txt': 'one' }),
        two: folder({ 'b.txt': 'two' }),
        three: folder({ 'c/d.js': 'three' }),
      },
      deployment('one', { SourceObjectKeys: ['one', 'two'] }),
      deployment('three', { DestinationBucketKeyPrefix: 'assets' }),
      deployment('one', { DestinationBucketName: 'another' }),
    );

    expect(keys).toEqual(['a.txt', 'assets/c/d.js', 'b.txt']);
    expect(text('b.txt')).toBe('two');
  });

  it('has its markers replaced, with JSON escaping if the source says so', () => {
    const marked = folder({ 'x.json': '{"a":"<<m:0>>","b":"<<m:0>> and <<m:1>>"}' });
    const markers = { SourceMarkers: [{ '<<m:0>>': 'say "hi" $& \\', '<<m:1>>': 'é' }] };

    const escaped = deploy(
      { marked },
      deployment('marked', { ...markers, SourceMarkersConfig: [{ jsonEscape: true }] }),
    );
    const literal = deploy({ marked }, deployment('marked', markers));

    expect(JSON.parse(escaped.text('x.json') ?? '')).toEqual({ a: 'say "hi" $& \\', b: 'say "hi" $& \\ and é' });
    expect(literal.text('x.json')).toContain('"a":"say "hi" $& \\"');
  });

  it('has addresses replaced by local ones afterwards, since an address may consist of several markers', () => {
    const config = folder({
      'config.json': '{"apiUrl":"https://<<m:0>>/api","webSocketUrl":"wss://<<m:1>>.<<m:2>>/live"}',
    });
    const markers = { '<<m:0>>': 'site.example', '<<m:1>>': 'live', '<<m:2>>': 'example' };

    const { text } = deploy({ config }, deployment('config', { SourceMarkers: [markers] }));

    expect(text('config.json')).toBe(
      '{"apiUrl":"http://127.0.0.1:3000/api","webSocketUrl":"ws://127.0.0.1:3002/live"}',
    );
  });

  it('has binary files unchanged', () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
    const image = folder({ 'a.png': bytes, 'b.bin': Buffer.concat([bytes, Buffer.from('<<m:0>>')]) });

    const { bucket } = deploy({ image }, deployment('image', { SourceMarkers: [{ '<<m:0>>': 'x' }] }));

    expect(bucket.get('a.png')?.content).toEqual(Buffer.from(bytes));
    expect(bucket.get('b.bin')?.content).toEqual(Buffer.concat([bytes, Buffer.from('x')]));
  });

  it('omits what a deployment excludes, except what it includes again', () => {
    const files = folder({ 'index.html': '', 'assets/a.js': '', 'assets/b.js': '' });

    const { keys } = deploy({ files }, deployment('files', { Exclude: ['assets/*'], Include: ['*/b.js'] }));

    expect(keys).toEqual(['assets/b.js', 'index.html']);
  });

  it('is pruned by a later deployment, under its prefix only, unless pruning is off', () => {
    const assets = { old: folder({ 'old.txt': '', 'deep/old.txt': '' }), fresh: folder({ 'new.txt': '' }) };

    const pruned = deploy(assets, deployment('old'), deployment('fresh', { Prune: true }));
    const prunedBelow = deploy(
      assets,
      deployment('old'),
      deployment('fresh', { Prune: true, DestinationBucketKeyPrefix: 'deep/' }),
    );
    const kept = deploy(assets, deployment('old'), deployment('fresh'));

    expect(pruned.keys).toEqual(['new.txt']);
    expect(prunedBelow.keys).toEqual(['deep/new.txt', 'old.txt']);
    expect(kept.keys).toEqual(['deep/old.txt', 'new.txt', 'old.txt']);
  });

  it('stops the start at an unknown marker encoding', () => {
    const files = folder({ a: '<<m>>' });
    const yaml = {
      SourceMarkers: [{ '<<m>>': 'x' }],
      SourceMarkersConfig: [{ markerEncodings: { '<<m>>': 'YAML_STRING' } }],
    };

    expect(() => deploy({ files }, deployment('files', yaml))).toThrow('YAML_STRING');
  });
});
