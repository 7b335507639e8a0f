/** The WebSocket API: handshakes, frames, and sockets that end in every possible way. */

import { GoneException, LimitExceededException } from '@aws-sdk/client-apigatewaymanagementapi';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { Environment, Socket } from '#client/environment.ts';
import { parseMessageId } from '#contract/message-id.ts';
import { MESSAGES_TABLE } from '#functions/aws/environment.ts';
import { environment } from '../functions/support/environment.ts';
import { STALE_MS } from './aws.ts';
import type { Item } from './expressions.ts';
import { product } from './product.ts';
import type { UserPool } from './user-pool.ts';
import { delay, InjectedFault, invoke, type World } from './world.ts';

/** How long a frame or handshake usually takes each way. */
const NETWORK_MS = 60;
/** The sockets of an ended session are closed within so long. */
const CLOSING_MS = 2_000;
/** How often chance decides which sockets drop. */
const DROPPING_MS = 10_000;
/** How long the gateway takes at most to notice a dead socket. */
const NOTICING_MS = 600_000;

/** What the authorizer logs of a handshake. */
const HANDSHAKE = { requestId: 'handshake', identity: { sourceIp: '192.0.2.1' } };

/** An entry of a frame, as far as it is judged. */
interface Message {
  readonly id: string;
  readonly sender: string;
  readonly clientId?: string;
  readonly body?: string;
}

/** A machine on the network. */
export interface Machine {
  readonly name: string;
  readonly person: string;
  online: boolean;
  /** Its cookie; empty if it has none. */
  refreshToken: string;
}

interface Authorized {
  readonly session: string;
}

interface Connection {
  readonly id: string;
  readonly connectedAt: number;
  /** The context that the authorizer returned. */
  readonly authorizer: Authorized;
  readonly client: ClientSocket;
  readonly machine: Machine;
  /** When the last frame arrives: frames do not overtake each other. */
  lastArrival: number;
  /** Nothing passes any more, and neither side knows. */
  silent: boolean;
}

type EventType = 'open' | 'close' | 'error' | 'message';
type Listener = (event: { readonly data: unknown }) => void;

/** The client's end of a socket. */
class ClientSocket implements Socket {
  readonly #listeners: { readonly type: EventType; readonly listener: Listener }[] = [];
  readonly #send: (text: string) => void;
  readonly #close: () => void;
  closed = false;

  constructor(send: (text: string) => void, close: () => void) {
    this.#send = send;
    this.#close = close;
  }

  addEventListener(type: EventType, listener: Listener): void {
    this.#listeners.push({ type, listener });
  }

  send(text: string): void {
    this.#send(text);
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.#close();
  }

  tell(type: EventType, data?: string): void {
    if (this.closed && type !== 'close') return;
    for (const { type: wanted, listener } of this.#listeners) if (wanted === type) listener({ data });
  }
}

export function createWebSocketApi(world: World, { closedAt }: Pick<UserPool, 'closedAt'>) {
  const { time, random, profile, strikes } = world;
  const connections = new Map<string, Connection>();
  let count = 0;

  async function handshake(
    machine: Machine,
    protocols: readonly string[],
    client: ClientSocket,
  ): Promise<Connection | undefined> {
    await time.sleep(delay(random, NETWORK_MS));
    if (!machine.online || strikes('requestLost')) throw new InjectedFault('The handshake was lost');
    const headers = {
      'Sec-WebSocket-Protocol': protocols.join(', '),
      Origin: 'https://site.example',
      'User-Agent': machine.name,
    };
    const authorizer = await authorize(headers);
    const connection = {
      id: `socket-${++count}`,
      connectedAt: Math.round(time.now),
      authorizer,
      client,
      machine,
      lastArrival: 0,
      silent: false,
    };
    const accepted = (await run('connect', connection, { headers })) as { statusCode: number };
    if (accepted.statusCode !== 200) throw new InjectedFault(`$connect answered ${accepted.statusCode}`);
    await time.sleep(random.between(0, random.chance(0.2) ? profile.openingMs : 20));
    if (client.closed) {
      await disconnect(connection);
      return undefined;
    }
    connections.set(connection.id, connection);
    await time.sleep(delay(random, NETWORK_MS));
    return connection;
  }

  async function authorize(headers: object): Promise<Authorized> {
    const answer = await invoke(world, 'authorize', () =>
      product.socket.authorize({ type: 'REQUEST', methodArn: 'arn', headers, requestContext: HANDSHAKE }),
    );
    const { context, policyDocument } = answer as {
      context?: Authorized;
      policyDocument: { Statement: readonly { Effect: string }[] };
    };
    if (policyDocument.Statement[0]?.Effect !== 'Allow' || !context)
      throw new InjectedFault('The authorizer denied it');
    return context;
  }

  function run(
    name: 'connect' | 'disconnect' | 'receive',
    { id, connectedAt, authorizer }: Connection,
    parts: object = {},
  ): Promise<unknown> {
    const routeKey = { connect: '$connect', disconnect: '$disconnect', receive: '$default' }[name];
    const requestContext = {
      routeKey,
      connectionId: id,
      connectedAt,
      authorizer,
      requestId: `${id} ${name}`,
      stage: 'live',
    };
    return invoke(world, name, () => product.socket[name]({ isBase64Encoded: false, ...parts, requestContext }));
  }

  async function disconnect(connection: Connection): Promise<void> {
    connections.delete(connection.id);
    if (strikes('disconnectLost')) return;
    await time.sleep(delay(random, NETWORK_MS));
    await run('disconnect', connection).catch(ignore);
  }

  function webSocketFor(machine: Machine): Environment['WebSocket'] {
    return class extends ClientSocket {
      constructor(_url: string, protocols: string[]) {
        let connection: Connection | undefined;
        super(
          (text) => void receive(machine, connection, text).catch(ignore),
          () => void end(connection).catch(ignore),
        );
        handshake(machine, protocols, this)
          .then((opened) => {
            connection = opened;
            world.trace(() => `${machine.name} opens ${opened?.id}`);
            if (opened && !opened.silent) this.tell('open');
          })
          .catch((error: unknown) => {
            world.trace(() => `${machine.name} cannot open its socket: ${String(error)}`);
            if (!isExpected(error)) world.broken('wrong', `a handshake failed: ${String(error)}`);
            this.tell('error');
          });
      }
    };
  }

  async function receive(machine: Machine, connection: Connection | undefined, text: string): Promise<void> {
    await time.sleep(delay(random, NETWORK_MS));
    if (!connection || connection.silent || !machine.online || !connections.has(connection.id)) return;
    await run('receive', connection, { body: text });
  }

  async function end(connection: Connection | undefined): Promise<void> {
    await time.sleep(delay(random, NETWORK_MS));
    if (connection && connections.has(connection.id)) await disconnect(connection);
  }

  function drop(connection: Connection, silently = random.chance(0.3)): void {
    const { client, id } = connection;
    world.trace(() => `${id} drops${silently ? ' silently' : ''}`);
    if (silently) {
      connection.silent = true;
      // The gateway notices sooner or later. The device has to notice by itself.
      time.timer(() => connections.delete(id), random.between(1_000, NOTICING_MS));
      return;
    }
    void disconnect(connection).catch(ignore);
    time.timer(() => client.tell('close'), delay(random, NETWORK_MS));
  }

  function dropSome(): void {
    for (const connection of [...connections.values()]) if (strikes('dropped')) drop(connection);
    time.timer(dropSome, DROPPING_MS);
  }
  dropSome();

  /**
   * A frame may hold, in its entries alone, what its person could download when its function began, or a moment before.
   * A text shows by its words; see `textOf`.
   */
  function judgeEntries(frame: string, person: string): void {
    const { entries = [], ...rest } = JSON.parse(frame) as { readonly entries?: readonly Message[] };
    if (JSON.stringify(rest).includes(' says ')) world.broken('leaked', `${person} was sent a text: ${frame}`);
    if (entries.length > 0 && !profile.inline) world.broken('leaked', `${person} was sent a text: ${frame}`);
    const before = (time.context?.startedAt ?? time.now) - STALE_MS;
    for (const { id, sender, clientId, body } of entries) {
      if (clientId !== undefined && sender !== person)
        world.broken('leaked', `${person} was sent the clientId of ${sender}: ${frame}`);
      const { conversation, seq } = parseMessageId(id) ?? {};
      const read = new GetCommand({ TableName: environment[MESSAGES_TABLE], Key: { conversation, seq } });
      const { Item } = world.tables.run(read, before) as { readonly Item?: Item };
      if (body && Item?.['deletionSeq'] !== undefined)
        world.broken('not erased', `${person} was sent the text of ${id}, which was deleted: ${body}`);
    }
  }

  return {
    webSocketFor,
    /**
     * Ends the sockets of a machine.
     * @param silently true if neither side learns of it; by default, chance decides
     */
    cutOff(machine: Machine, silently?: boolean): void {
      for (const connection of [...connections.values()])
        if (connection.machine === machine) drop(connection, silently);
    },
    post(connectionId: string, frame: string): void {
      const connection = connections.get(connectionId);
      if (!connection) throw new GoneException({ message: 'Gone', $metadata: {} });
      if (strikes('postThrottled')) throw new LimitExceededException({ message: 'Slow down', $metadata: {} });
      if (strikes('postFails')) throw new InjectedFault('A post failed');
      if (isOfOthers(frame, connection.machine.person))
        world.broken('leaked', `${connection.machine.person} was sent an id of others: ${frame}`);
      judgeEntries(frame, connection.machine.person);
      const { session } = connection.authorizer;
      if (time.now > closedAt(session) + CLOSING_MS && !isPong(frame))
        world.broken('leaked', `${connectionId} of the ended ${session} was sent: ${frame}`);
      if (connection.silent || strikes('frameLost')) return;
      connection.lastArrival = Math.max(connection.lastArrival, time.now + delay(random, NETWORK_MS));
      time.timer(() => {
        if (!connection.silent) connection.client.tell('message', frame);
      }, connection.lastArrival - time.now);
    },
    close(connectionId: string): void {
      const connection = connections.get(connectionId);
      if (!connection) throw new GoneException({ message: 'Gone', $metadata: {} });
      void disconnect(connection).catch(ignore);
      time.timer(() => connection.client.tell('close'), delay(random, NETWORK_MS));
    },
    isOpen: (connectionId: string): boolean => connections.has(connectionId),
  };
}

const isPong = (frame: string): boolean => frame.includes('"pong"');

/** True if a frame has an id, or a text, of a conversation that is not this person's; see `textOf`. */
const isOfOthers = (frame: string, person: string): boolean =>
  [...frame.matchAll(/(\w+)~(\w+)/g)].some(([, one, other]) => one !== person && other !== person);

const isExpected = (error: unknown): boolean => error instanceof InjectedFault;

/** The functions of a socket answer to nobody, so a fault in one of them ends there. */
function ignore(error: unknown): void {
  if (!isExpected(error)) throw error;
}
