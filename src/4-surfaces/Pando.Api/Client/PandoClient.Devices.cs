using Pando.Api.Json;
using Pando.Api.Machines;
using Pando.Api.Routes;

namespace Pando.Api.Client;

public sealed partial class PandoClient
{
    /// <summary>Gives a machine a device; <paramref name="scope"/> is <c>live</c>, <c>config</c>, <c>live,config</c>, or null for the machine as it is.</summary>
    public Task<Machine> AttachDeviceAsync(string machine, ReadOnlyMemory<byte> xml, string? scope = null, CancellationToken cancellationToken = default) =>
        AskAsync(Change("POST", Query(ApiRoutes.Fill(ApiRoutes.Devices, machine), (ApiQuery.Scope, scope))).WithBody(Xml, xml), PandoJson.Default.Machine, cancellationToken);

    /// <summary>Takes a device away.</summary>
    public Task<Machine> DetachDeviceAsync(string machine, ReadOnlyMemory<byte> xml, string? scope = null, CancellationToken cancellationToken = default) =>
        AskAsync(Change("POST", Query(ApiRoutes.Fill(ApiRoutes.DeviceDetach, machine), (ApiQuery.Scope, scope))).WithBody(Xml, xml), PandoJson.Default.Machine, cancellationToken);

    /// <summary>Takes a device away; refused where <paramref name="ifVersion"/> is no longer the version of the definition.</summary>
    public Task<Machine> DetachDeviceAsync(string machine, ReadOnlyMemory<byte> xml, string? scope, int? ifVersion, CancellationToken cancellationToken = default)
    {
        var target = Query(ApiRoutes.Fill(ApiRoutes.DeviceDetach, machine), (ApiQuery.Scope, scope));
        return AskAsync(Change("POST", target).With("If-Match", Tag(ifVersion)).WithBody(Xml, xml), PandoJson.Default.Machine, cancellationToken);
    }

    /// <summary>Takes the device of that alias away.</summary>
    public Task<Machine> DetachAliasAsync(string machine, string alias, string? scope = null, CancellationToken cancellationToken = default) =>
        AskAsync(Change("DELETE", Query(ApiRoutes.Fill(ApiRoutes.Device, machine, alias), (ApiQuery.Scope, scope))), PandoJson.Default.Machine, cancellationToken);

    /// <summary>Changes a device; <paramref name="force"/> opens a tray that the guest keeps closed.</summary>
    public Task<Machine> UpdateDeviceAsync(
        string machine, ReadOnlyMemory<byte> xml, string? scope = null, bool force = false, CancellationToken cancellationToken = default) =>
        UpdateDeviceAsync(machine, xml, scope, force, ifVersion: null, cancellationToken);

    /// <summary>The same; refused where <paramref name="ifVersion"/> is no longer the version of the definition.</summary>
    public Task<Machine> UpdateDeviceAsync(
        string machine, ReadOnlyMemory<byte> xml, string? scope, bool force, int? ifVersion, CancellationToken cancellationToken = default)
    {
        var target = Query(ApiRoutes.Fill(ApiRoutes.Devices, machine), (ApiQuery.Scope, scope), (ApiQuery.Force, Flag(force)));
        return AskAsync(Change("PUT", target).With("If-Match", Tag(ifVersion)).WithBody(Xml, xml), PandoJson.Default.Machine, cancellationToken);
    }

    /// <summary>How fast a card may be; it is named by its address, its device on the host, or its alias.</summary>
    public Task<InterfaceSpeeds> GetInterfaceBandwidthAsync(string machine, string card, string? scope = null, CancellationToken cancellationToken = default) =>
        AskAsync(Question(Query(ApiRoutes.Fill(ApiRoutes.InterfaceBandwidth, machine, card), (ApiQuery.Scope, scope))), PandoJson.Default.InterfaceSpeeds, cancellationToken);

    /// <summary>Changes how fast a card may be; a direction that is null stays.</summary>
    public Task<Machine> SetInterfaceBandwidthAsync(
        string machine, string card, InterfaceSpeeds change, string? scope = null, CancellationToken cancellationToken = default) =>
        AskAsync(
            Change("PUT", Query(ApiRoutes.Fill(ApiRoutes.InterfaceBandwidth, machine, card), (ApiQuery.Scope, scope)), change, PandoJson.Default.InterfaceSpeeds),
            PandoJson.Default.Machine, cancellationToken);

    /// <summary>Gives a machine another number of virtual CPUs.</summary>
    public Task<Machine> SetVcpusAsync(string machine, VcpusRequest request, string? scope = null, CancellationToken cancellationToken = default) =>
        AskAsync(Change("PUT", Query(ApiRoutes.Fill(ApiRoutes.Vcpus, machine), (ApiQuery.Scope, scope)), request, PandoJson.Default.VcpusRequest), PandoJson.Default.Machine, cancellationToken);

    /// <summary>Has single virtual CPUs there or not there.</summary>
    public Task<Machine> SwitchVcpusAsync(string machine, VcpuSwitchRequest request, string? scope = null, CancellationToken cancellationToken = default) =>
        AskAsync(Change("PUT", Query(ApiRoutes.Fill(ApiRoutes.VcpuSwitches, machine), (ApiQuery.Scope, scope)), request, PandoJson.Default.VcpuSwitchRequest), PandoJson.Default.Machine, cancellationToken);

    /// <summary>Gives a machine more or less memory.</summary>
    public Task<Machine> SetMemoryAsync(string machine, MemoryRequest request, string? scope = null, CancellationToken cancellationToken = default) =>
        AskAsync(Change("PUT", Query(ApiRoutes.Fill(ApiRoutes.Memory, machine), (ApiQuery.Scope, scope)), request, PandoJson.Default.MemoryRequest), PandoJson.Default.Machine, cancellationToken);

    /// <summary>The I/O threads of a machine; <paramref name="scope"/> is <c>live</c>, <c>config</c>, or null for the machine as it is.</summary>
    public Task<IReadOnlyList<MachineIoThread>> ListIoThreadsAsync(string machine, string? scope = null, CancellationToken cancellationToken = default) =>
        AskAsync(Question(Query(ApiRoutes.Fill(ApiRoutes.IoThreads, machine), (ApiQuery.Scope, scope))), PandoJson.Default.IReadOnlyListMachineIoThread, cancellationToken);

    /// <summary>Gives a machine one more I/O thread.</summary>
    public Task<Machine> AddIoThreadAsync(string machine, IoThreadRequest request, string? scope = null, CancellationToken cancellationToken = default) =>
        AskAsync(Change("POST", Query(ApiRoutes.Fill(ApiRoutes.IoThreads, machine), (ApiQuery.Scope, scope)), request, PandoJson.Default.IoThreadRequest), PandoJson.Default.Machine, cancellationToken);

    /// <summary>Changes how an I/O thread polls and how many workers it has.</summary>
    public Task<Machine> SetIoThreadAsync(string machine, int number, IoThreadSettings settings, string? scope = null, CancellationToken cancellationToken = default) =>
        AskAsync(
            Change(
                "PUT", Query(ApiRoutes.Fill(ApiRoutes.IoThread, machine, number.ToString(System.Globalization.CultureInfo.InvariantCulture)), (ApiQuery.Scope, scope)),
                settings, PandoJson.Default.IoThreadSettings),
            PandoJson.Default.Machine, cancellationToken);

    /// <summary>Takes an I/O thread away that nothing uses.</summary>
    public Task<Machine> RemoveIoThreadAsync(string machine, int number, string? scope = null, CancellationToken cancellationToken = default) =>
        AskAsync(
            Change("DELETE", Query(ApiRoutes.Fill(ApiRoutes.IoThread, machine, number.ToString(System.Globalization.CultureInfo.InvariantCulture)), (ApiQuery.Scope, scope))),
            PandoJson.Default.Machine, cancellationToken);
}
