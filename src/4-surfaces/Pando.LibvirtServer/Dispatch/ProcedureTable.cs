using System.Net.Sockets;
using Pando.Libvirt;
using Pando.Libvirt.Framing;
using Pando.Libvirt.Protocol;
using Pando.LibvirtServer.Connections;
using Pando.LibvirtServer.Events;
using Pando.LibvirtServer.Procedures;
using Pando.LibvirtServer.Streams;

namespace Pando.LibvirtServer.Dispatch;

/// <summary>Every procedure that is answered, and how. What is not in it is refused by its name.</summary>
internal sealed class ProcedureTable
{
    // What a client may call before it has said which hypervisor it means.
    private static readonly HashSet<string> BeforeOpen =
        ["AUTH_LIST", "AUTH_POLKIT", "AUTH_SASL_INIT", "AUTH_SASL_START", "AUTH_SASL_STEP", "CONNECT_OPEN", "CONNECT_CLOSE", "CONNECT_SUPPORTS_FEATURE"];

    private static readonly Dictionary<(uint Program, int Number), ProcedureFacts> Known =
        RemoteProgram.All.Concat(QemuProgram.All).ToDictionary(facts => (facts.Program, facts.Number));

    private readonly Dictionary<(uint Program, int Number), Func<ClientConnection, Packet, CancellationToken, ValueTask>> _answers = [];

    /// <summary>The names of all that are answered.</summary>
    public IEnumerable<ProcedureFacts> Answered => _answers.Keys.Select(key => Known[key]);

    /// <summary>All that Pando answers.</summary>
    public static ProcedureTable Of(LibvirtServices services, EventRelay events)
    {
        var table = new ProcedureTable();
        var domains = new DomainLookup(services.Domains);
        new ConnectProcedures(services).AddTo(table);
        new HostProcedures(services).AddTo(table);
        new HostMemoryProcedures(services).AddTo(table);
        new NodeDeviceProcedures(services).AddTo(table);
        new CapabilityProcedures(services).AddTo(table);
        new ProcessorProcedures(services).AddTo(table);
        new DomainListProcedures(services, domains).AddTo(table);
        new DomainStateProcedures(services, domains).AddTo(table);
        new DomainDefinitionProcedures(services, domains).AddTo(table);
        new DomainLifecycleProcedures(services, domains).AddTo(table);
        new DomainStatisticsProcedures(services, domains).AddTo(table);
        new DomainChangeProcedures(services, domains).AddTo(table);
        new NetworkProcedures(services).AddTo(table);
        new NetworkFilterProcedures(services).AddTo(table);
        new SecretProcedures(services).AddTo(table);
        new StoragePoolProcedures(services).AddTo(table);
        new StoragePoolSourceProcedures().AddTo(table);
        new StorageVolumeProcedures(services).AddTo(table);
        new StorageVolumeStreamProcedures(services).AddTo(table);
        new DomainMonitorProcedures(services, domains).AddTo(table);
        new DomainStreamProcedures(services, domains).AddTo(table);
        new DomainDisplayProcedures(services, domains).AddTo(table);
        new DomainTuningProcedures(domains).AddTo(table);
        new DomainPlacementProcedures(services, domains).AddTo(table);
        new DomainAgentProcedures(services, domains).AddTo(table);
        new DomainJobProcedures(services, domains).AddTo(table);
        new DomainNoteProcedures(services, domains).AddTo(table);
        new DomainDiskProcedures(services, domains).AddTo(table);
        new EventProcedures(services, events, domains).AddTo(table);
        new NetworkFilterBindingProcedures(services).AddTo(table);
        new NetworkPortProcedures(services).AddTo(table);
        new DomainAddressProcedures(services, domains).AddTo(table);
        new DomainInterfaceProcedures(services, domains).AddTo(table);
        new HostInterfaceProcedures(services).AddTo(table);
        return table;
    }

    /// <summary>Has a procedure answered.</summary>
    public void Add<TArguments, TResult>(Procedure<TArguments, TResult> procedure, Func<Call, TArguments, ValueTask<TResult>> answer)
        where TArguments : IXdrValue<TArguments>
        where TResult : IXdrValue<TResult> =>
        _answers.Add((procedure.Facts.Program, procedure.Facts.Number), async (client, packet, cancellation) =>
        {
            var result = await answer(new Call(client.Session, packet.Descriptors ?? [], cancellation), Decode<TArguments>(packet));
            await client.ReplyAsync(packet.Header, result, cancellation);
        });

    /// <summary>The same where nothing is waited for.</summary>
    public void Add<TArguments, TResult>(Procedure<TArguments, TResult> procedure, Func<Call, TArguments, TResult> answer)
        where TArguments : IXdrValue<TArguments>
        where TResult : IXdrValue<TResult> => Add(procedure, (call, arguments) => ValueTask.FromResult(answer(call, arguments)));

    /// <summary>Has a procedure answered whose answer is a socket; it is closed when it is sent.</summary>
    public void AddHanding<TArguments>(Procedure<TArguments, Nothing> procedure, Func<Call, TArguments, ValueTask<Socket>> answer)
        where TArguments : IXdrValue<TArguments> =>
        _answers.Add((procedure.Facts.Program, procedure.Facts.Number), async (client, packet, cancellation) =>
        {
            using var socket = await answer(new Call(client.Session, packet.Descriptors ?? [], cancellation), Decode<TArguments>(packet));
            await client.ReplyAsync(packet.Header, Nothing.Value, socket.SafeHandle, cancellation);
        });

    /// <summary>Has a procedure answered that a stream belongs to.</summary>
    public void AddStream<TArguments, TResult>(Procedure<TArguments, TResult> procedure, Func<Call, TArguments, ValueTask<StreamAnswer<TResult>>> answer)
        where TArguments : IXdrValue<TArguments>
        where TResult : IXdrValue<TResult> =>
        _answers.Add((procedure.Facts.Program, procedure.Facts.Number), async (client, packet, cancellation) =>
        {
            var opened = await answer(new Call(client.Session, packet.Descriptors ?? [], cancellation), Decode<TArguments>(packet));
            await client.BeginStreamAsync(packet.Header, procedure.Facts.Stream, opened, cancellation);
        });

    /// <summary>Answers a call, or throws why not.</summary>
    public ValueTask AnswerAsync(ClientConnection client, Packet packet, CancellationToken cancellationToken)
    {
        var header = packet.Header;
        if ((header.Program, header.Version) is not ((RemoteProgram.Number, RemoteProgram.Version) or (QemuProgram.Number, QemuProgram.Version)))
        {
            throw new LibvirtRefusal(LibvirtErrorNumber.Rpc, LibvirtErrorDomain.Rpc, $"Cannot find program {(int)header.Program} version {(int)header.Version}");
        }
        if (!Known.TryGetValue((header.Program, header.Procedure), out var facts) || facts.IsEvent)
        {
            throw new LibvirtRefusal(LibvirtErrorNumber.Rpc, LibvirtErrorDomain.Rpc, $"unknown procedure: {header.Procedure}");
        }
        if (!client.Session.Opened && !BeforeOpen.Contains(facts.Name))
        {
            throw LibvirtRefusal.Internal("connection not open");
        }
        if (client.Session.ReadOnly && facts.ReadOnly == ReadOnlyRule.Denied)
        {
            throw new LibvirtRefusal(LibvirtErrorNumber.OperationDenied, LibvirtErrorDomain.Rpc, $"read only access prevents {Function(facts)}");
        }
        return _answers.TryGetValue((header.Program, header.Procedure), out var answer)
            ? answer(client, packet, cancellationToken)
            : throw LibvirtRefusal.NoSupport(Function(facts));
    }

    /// <summary>The public API's name: <c>virDomainGetState</c>.</summary>
    private static string Function(ProcedureFacts facts) =>
        "vir" + string.Concat(facts.Name.Split('_').Select(word => word is "XML" or "CPU" or "UUID" or "OS" ? word : word[0] + word[1..].ToLowerInvariant()));

    private static TArguments Decode<TArguments>(Packet packet)
        where TArguments : IXdrValue<TArguments>
    {
        try
        {
            return packet.Decode<TArguments>();
        }
        catch (XdrException e)
        {
            throw new LibvirtRefusal(LibvirtErrorNumber.Rpc, LibvirtErrorDomain.Rpc, $"Unable to decode message payload: {e.Message}");
        }
    }
}
