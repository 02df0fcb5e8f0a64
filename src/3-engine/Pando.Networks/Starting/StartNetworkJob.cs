using System.Text.Json;
using System.Text.Json.Serialization;
using Pando.Linux;
using Pando.Model.Errors;
using Pando.Model.Jobs;
using Pando.Model.Networks;
using Pando.Model.Xml.Networks;
using Pando.Networks.Bridges;
using Pando.Networks.Dnsmasq;
using Pando.Networks.Firewall;
using Pando.Networks.Functions;
using Pando.Networks.Running;

namespace Pando.Networks.Starting;

/// <summary>The very definition that is started; <paramref name="Version"/> is 0 for a transient network.</summary>
internal sealed record StartNetworkInput(string Xml, int Version, bool Transient);

[JsonSerializable(typeof(StartNetworkInput))]
internal sealed partial class StartNetworkJson : JsonSerializerContext;

/// <summary>Starts a network. What it makes of the host is known by the record that is written first.</summary>
internal sealed class StartNetworkJob(NetworkServices services, NetworkRegistry registry) : JobKind
{
    public const string KindName = "network.start";

    public override string Name => KindName;

    public static byte[] Input(NetworkDefinition definition, int version, bool transient) =>
        JsonSerializer.SerializeToUtf8Bytes(new StartNetworkInput(NetworkXml.Write(definition), version, transient), StartNetworkJson.Default.StartNetworkInput);

    public override IReadOnlyList<JobStep> Plan(ReadOnlyMemory<byte> input)
    {
        var start = JsonSerializer.Deserialize(input.Span, StartNetworkJson.Default.StartNetworkInput)!;
        var network = NetworkXml.Read(start.Xml);
        IEnumerable<JobStep> made = network.MakesBridge
            ? [new MakeBridge(network), new WriteFirewall(services, network), new SwitchBridgeOn(network), new ServeGuests(services, network)]
            : [];
        return [new RecordNetwork(services, network, start), .. made, new TakeUpNetwork(registry, network)];
    }

    private sealed class RecordNetwork(NetworkServices services, NetworkDefinition network, StartNetworkInput start) : JobStep
    {
        public override string Name => "record-network";

        public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
        {
            var host = new HostFunctions(services.Sys);
            KernelErrors.Of(network.Name, () =>
            {
                StartRules.Check(network);
                FunctionPool.Require(network, host);
            });
            await StartRules.RequireSwitchAsync(network, services.Switch, cancellationToken);
            await services.Zones.RequireAsync(network, cancellationToken);
            var active = LiveNetworkFile.All(services.Paths);
            PortForwardRefusals.RefuseTaken(network, active);
            var live = new LiveNetwork(FunctionPool.ByPlace(network, host), start.Version, start.Transient, services.Time.GetUtcNow());
            if (NetworkRuleset.HasRules(network))
            {
                // A firewall that does not take the rules would not take them back either.
                await Nft.CheckAsync(NetworkRuleset.Of([.. active.Where(other => other.Definition.Id != network.Id), live]), cancellationToken);
            }
            LiveNetworkFile.Write(services.Paths, live);
        }

        public override ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken)
        {
            if (start.Transient)
            {
                DnsmasqServer.Forget(services.Paths, network.Id);
            }
            LiveNetworkFile.Delete(services.Paths, network.Id);
            return ValueTask.CompletedTask;
        }
    }

    private sealed class MakeBridge(NetworkDefinition network) : JobStep
    {
        public override string Name => "make-bridge";

        public override ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
        {
            KernelErrors.Of(network.Name, () =>
            {
                NetworkBridgeDevice.Make(network);
                IpForwarding.SwitchOnFor(network);
            });
            return ValueTask.CompletedTask;
        }

        public override ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken)
        {
            // With a record or, if that was lost meanwhile, without: a bridge of somebody else's is not taken for it.
            KernelErrors.Of(network.Name, () => NetworkBridgeDevice.Remove(network));
            return ValueTask.CompletedTask;
        }
    }

    private sealed class WriteFirewall(NetworkServices services, NetworkDefinition network) : JobStep
    {
        public override string Name => "write-firewall";

        public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
        {
            await Nft.ApplyAsync(NetworkRuleset.Of(LiveNetworkFile.All(services.Paths)), cancellationToken);
            await DockerForwarding.LetThroughAsync(network, cancellationToken);
            await services.Zones.PutAsync(network, cancellationToken);
        }

        public override async ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken)
        {
            // The bridge may be somebody else's, after a boot of the host that left neither it nor the record.
            var isOurs = LiveNetworkFile.TryRead(services.Paths, network.Id) is not null;
            KernelErrors.Of(network.Name, () => isOurs = isOurs || NetworkBridgeDevice.Exists(network));
            if (isOurs)
            {
                await services.Zones.TakeBackAsync(network, cancellationToken);
                await DockerForwarding.TakeBackAsync(network, cancellationToken);
            }
            await Nft.TakeBackAsync(NetworkRuleset.Of(LiveNetworkFile.All(services.Paths).Where(live => live.Definition.Id != network.Id)), cancellationToken);
        }
    }

    private sealed class SwitchBridgeOn(NetworkDefinition network) : JobStep
    {
        public override string Name => "switch-bridge-on";

        public override ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
        {
            KernelErrors.Of(network.Name, () => NetworkBridgeDevice.SwitchOn(network));
            return ValueTask.CompletedTask;
        }

        // With the bridge its addresses and routes go.
        public override ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }

    private sealed class ServeGuests(NetworkServices services, NetworkDefinition network) : JobStep
    {
        public override string Name => "serve-guests";

        public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
        {
            if (DnsmasqConfiguration.IsNeeded(network))
            {
                await DnsmasqServer.StartAsync(services.Paths, network, cancellationToken);
            }
        }

        public override async ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken) =>
            await DnsmasqServer.StopAsync(services.Paths, network.Id, services.Time, cancellationToken);
    }

    private sealed class TakeUpNetwork(NetworkRegistry registry, NetworkDefinition network) : JobStep
    {
        public override string Name => "take-up-network";

        public override ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
        {
            registry.TookUp(network.Id, job.By);
            return ValueTask.CompletedTask;
        }

        public override ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken)
        {
            registry.LetGo(network.Id);
            return ValueTask.CompletedTask;
        }
    }
}
