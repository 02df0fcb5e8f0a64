using System.Reflection;
using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Pando.Domains;
using Pando.Libvirt;
using Pando.Libvirt.Protocol;
using Pando.LibvirtServer.Events;
using Pando.LibvirtServer.Procedures;
using Pando.State;

namespace Pando.LibvirtServer.Tests;

/// <summary>What clients hear of what the engine tells.</summary>
public sealed class EventRelayTests : IAsyncDisposable
{
    private const string Name = "web1";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly Guid Machine = new("11111111-2222-4333-8444-555555555555");
    private static readonly Guid Secret = new("21111111-2222-4333-8444-555555555555");

    private readonly PlayedProcedures _played = new();
    private readonly EventHub _engine = new(TimeProvider.System);
    private readonly EventRelay _relay;

    public EventRelayTests()
    {
        var nobody = DispatchProxy.Create<IDomains, NobodyThere>();
        _relay = new EventRelay(
            _engine, [new LifecycleEvents(nobody).Of, new MachineEvents(nobody).Of, new QemuEvents(nobody).Of, NetworkEvents.Of, SecretEvents.Of, StoragePoolEvents.Of], NullLogger.Instance);
        new EventProcedures(CoverageTests.Nobody, _relay, new DomainLookup(nobody)).AddTo(_played.Procedures);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _played.DisposeAsync();
        await _relay.DisposeAsync();
    }

    [Fact]
    public async Task A_client_of_old_hears_of_lives_without_a_number_until_it_says_that_it_does_not_want_to()
    {
        await using var client = await _played.ClientAsync();
        var heard = Heard(client, RemoteProgram.DomainEventLifecycle);
        var reboots = Heard(client, RemoteProgram.DomainEventReboot);
        Assert.Equal(1, (await client.CallAsync(RemoteProgram.ConnectDomainEventRegister, Nothing.Value, Ct)).CbRegistered);
        await client.CallAsync(RemoteProgram.ConnectDomainEventRegisterAny, new ConnectDomainEventRegisterAnyArgs((int)VirDomainEventId.Reboot), Ct);
        var twice = await Assert.ThrowsAsync<LibvirtException>(() => client.CallAsync(RemoteProgram.ConnectDomainEventRegister, Nothing.Value, Ct));
        Assert.Equal(LibvirtErrorNumber.InvalidArg, twice.Number);

        Tell("machine.rebooted", ("detail", "guest"));
        Tell("definition.removed");
        Assert.Equal(Name, (await NextAsync(reboots)).Dom.Name);
        Assert.Equal((int)VirDomainEventType.Undefined, (await NextAsync(heard)).Event);

        Assert.Equal(0, (await client.CallAsync(RemoteProgram.ConnectDomainEventDeregister, Nothing.Value, Ct)).CbRegistered);
        Tell("definition.removed");
        Tell("machine.rebooted", ("detail", "guest"));
        await NextAsync(reboots);
        Assert.False(heard.TryRead(out _));
        await Assert.ThrowsAsync<LibvirtException>(() => client.CallAsync(RemoteProgram.ConnectDomainEventDeregister, Nothing.Value, Ct));
    }

    [Fact]
    public async Task QEMUs_own_events_are_told_by_their_names()
    {
        await using var client = await _played.ClientAsync();
        var heard = Heard(client, QemuProgram.DomainMonitorEvent);
        var args = new QemuConnectDomainMonitorEventRegisterArgs(null, "^vnc_", (uint)(VirConnectDomainQemuMonitorEventRegisterFlags.Regex | VirConnectDomainQemuMonitorEventRegisterFlags.Nocase));
        var number = (await client.CallAsync(QemuProgram.ConnectDomainMonitorEventRegister, args, Ct)).CallbackId;
        Tell("qemu.RESUME", ("at", "1700000000.250000"));
        Tell("qemu.VNC_CONNECTED", ("at", "1700000001.250000"), ("details", "{\"a\":1}"));
        Assert.Equal(
            new QemuDomainMonitorEventMsg(number, new RemoteDomain(Name, Machine, -1), "VNC_CONNECTED", 1_700_000_001, 250_000, "{\"a\":1}"), await NextAsync(heard));

        var bad = await Assert.ThrowsAsync<LibvirtException>(() => client.CallAsync(
            QemuProgram.ConnectDomainMonitorEventRegister, args with { Event = "(" }, Ct));
        Assert.Equal(LibvirtErrorNumber.InvalidArg, bad.Number);
        // A number is one of this kind's, or none.
        await Assert.ThrowsAsync<LibvirtException>(() => client.CallAsync(
            RemoteProgram.ConnectDomainEventCallbackDeregisterAny, new ConnectDomainEventCallbackDeregisterAnyArgs(number), Ct));
        await client.CallAsync(QemuProgram.ConnectDomainMonitorEventDeregister, new QemuConnectDomainMonitorEventDeregisterArgs(number), Ct);
    }

    [Fact]
    public async Task A_viewer_that_comes_is_told_with_both_ends()
    {
        await using var client = await _played.ClientAsync();
        var heard = Heard(client, RemoteProgram.DomainEventCallbackGraphics);
        await RegisterAsync(client, VirDomainEventId.Graphics);
        Tell("qemu.VNC_INITIALIZED", ("details", """
            {"server":{"auth":"vnc","family":"ipv4","service":"5900","host":"127.0.0.1","websocket":false},
             "client":{"family":"ipv6","service":"40000","host":"::1","websocket":false,"sasl_username":"an"}}
            """));
        var message = (await NextAsync(heard)).Msg;
        Assert.Equal((int)VirDomainEventGraphicsPhase.Initialize, message.Phase);
        Assert.Equal(new DomainEventGraphicsAddress((int)VirDomainEventGraphicsAddressType.Ipv4, "127.0.0.1", "5900"), message.Local);
        Assert.Equal(new DomainEventGraphicsAddress((int)VirDomainEventGraphicsAddressType.Ipv6, "::1", "40000"), message.Remote);
        Assert.Equal(("vnc", new DomainEventGraphicsIdentity("saslUsername", "an")), (message.AuthScheme, Assert.Single(message.Subject)));
    }

    [Fact]
    public async Task A_disk_that_is_full_is_told_with_the_reason_and_without()
    {
        await using var client = await _played.ClientAsync();
        var (plain, reasons) = (Heard(client, RemoteProgram.DomainEventCallbackIoError), Heard(client, RemoteProgram.DomainEventCallbackIoErrorReason));
        await RegisterAsync(client, VirDomainEventId.IoError);
        await RegisterAsync(client, VirDomainEventId.IoErrorReason);
        Tell("machine.disk-error", ("alias", "virtio-disk0"), ("path", "/d/web1.qcow2"), ("action", "stop"), ("full", "true"));
        var expected = (new RemoteDomain(Name, Machine, -1), "/d/web1.qcow2", "virtio-disk0", (int)VirDomainEventIoErrorAction.Pause);
        var message = (await NextAsync(plain)).Msg;
        Assert.Equal(expected, (message.Dom, message.SrcPath, message.DevAlias, message.Action));
        Assert.Equal("enospc", (await NextAsync(reasons)).Msg.Reason);
    }

    [Fact]
    public async Task A_secret_that_is_gone_is_told_with_what_it_was_for()
    {
        await using var client = await _played.ClientAsync();
        var heard = Heard(client, RemoteProgram.SecretEventLifecycle);
        var number = (await client.CallAsync(
            RemoteProgram.ConnectSecretEventRegisterAny, new ConnectSecretEventRegisterAnyArgs((int)VirSecretEventId.Lifecycle, null), Ct)).CallbackId;
        _engine.Publish("secret.undefined", Secret.ToString(), ("usage-type", "Ceph"), ("usage", "client.admin"));
        Assert.Equal(
            new SecretEventLifecycleMsg(number, new RemoteSecret(Secret, (int)VirSecretUsageType.Ceph, "client.admin"), (int)VirSecretEventLifecycleType.Undefined, 0),
            await NextAsync(heard));
    }

    [Fact]
    public async Task One_client_asks_for_so_many_and_no_more_and_takes_them_along_when_it_goes()
    {
        await using (var client = await _played.ClientAsync())
        {
            for (var i = 0; i < EventRelay.MostWishes; i++)
            {
                await RegisterAsync(client, VirDomainEventId.Reboot);
            }
            var refused = await Assert.ThrowsAsync<LibvirtException>(() => RegisterAsync(client, VirDomainEventId.Reboot));
            Assert.Equal(LibvirtErrorNumber.OperationInvalid, refused.Number);
            Assert.Equal(1, _relay.Clients);
        }
        await _played.Serving.WaitAsync(Limit, Ct);
        Assert.Equal(0, _relay.Clients);
    }

    private static Task RegisterAsync(LibvirtClient client, VirDomainEventId kind) =>
        client.CallAsync(RemoteProgram.ConnectDomainEventCallbackRegisterAny, new ConnectDomainEventCallbackRegisterAnyArgs((int)kind, null), Ct);

    private static ChannelReader<TMessage> Heard<TMessage>(LibvirtClient client, EventMessage<TMessage> message)
        where TMessage : IXdrValue<TMessage>
    {
        var heard = Channel.CreateUnbounded<TMessage>();
        client.Hear(message, one => heard.Writer.TryWrite(one));
        return heard.Reader;
    }

    private static async Task<TMessage> NextAsync<TMessage>(ChannelReader<TMessage> heard) => await heard.ReadAsync(Ct).AsTask().WaitAsync(Limit, Ct);

    private void Tell(string type, params ReadOnlySpan<(string, string)> facts) => _engine.Publish(type, Machine.ToString(), [("name", Name), .. facts]);

    /// <summary>Machines that nobody knows any more when they are told of.</summary>
    public class NobodyThere : DispatchProxy
    {
        /// <inheritdoc/>
        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => null;
    }
}
