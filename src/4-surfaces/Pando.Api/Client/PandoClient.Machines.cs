using System.Text;
using Pando.Api.Client.Transport;
using Pando.Api.Json;
using Pando.Api.Machines;
using Pando.Api.Routes;
using Pando.Api.Saving;

namespace Pando.Api.Client;

public sealed partial class PandoClient
{
    private const string Xml = "application/xml";

    /// <summary>The machines by name; <paramref name="state"/> is <c>active</c>, <c>inactive</c>, a phase, or null for all.</summary>
    public Task<IReadOnlyList<MachineSummary>> ListMachinesAsync(string? state = null, CancellationToken cancellationToken = default) =>
        AskAsync(Question(Query(ApiRoutes.Machines, (ApiQuery.State, state))), PandoJson.Default.IReadOnlyListMachineSummary, cancellationToken);

    /// <summary>The addresses of a running machine's cards; of one source (lease, arp, agent), or of all.</summary>
    public Task<IReadOnlyList<MachineCard>> ListMachineAddressesAsync(string machine, string? source = null, CancellationToken cancellationToken = default) =>
        AskAsync(
            new Transport.ApiRequest("GET", Query(ApiRoutes.Fill(ApiRoutes.MachineAddresses, machine), (ApiQuery.Source, source))) { Limit = _options.ChangeLimit },
            PandoJson.Default.IReadOnlyListMachineCard, cancellationToken);

    /// <summary>One machine, by name or uuid.</summary>
    public Task<Machine> GetMachineAsync(string machine, CancellationToken cancellationToken = default) =>
        AskAsync(Question(ApiRoutes.Fill(ApiRoutes.Machine, machine)), PandoJson.Default.Machine, cancellationToken);

    /// <summary>Defines a machine, new or changed.</summary>
    public Task<Machine> DefineAsync(ReadOnlyMemory<byte> xml, CancellationToken cancellationToken = default) =>
        AskAsync(Change("POST", ApiRoutes.Machines).WithBody(Xml, xml), PandoJson.Default.Machine, cancellationToken);

    /// <summary>What a definition would be stored as. Nothing is changed.</summary>
    public async Task<string> NormalizeAsync(ReadOnlyMemory<byte> xml, CancellationToken cancellationToken = default)
    {
        var target = Query(ApiRoutes.Machines, (ApiQuery.DryRun, "true"));
        return await AskTextAsync(Change("POST", target).WithBody(Xml, xml), cancellationToken);
    }

    /// <summary>Starts a machine without storing its definition.</summary>
    public Task<Machine> CreateAsync(ReadOnlyMemory<byte> xml, bool paused = false, CancellationToken cancellationToken = default) =>
        CreateAsync(xml, new StartOptions { Paused = paused }, cancellationToken);

    /// <summary>The same; what is said of managed saves does not matter.</summary>
    public Task<Machine> CreateAsync(ReadOnlyMemory<byte> xml, StartOptions options, CancellationToken cancellationToken = default)
    {
        var target = Query(
            ApiRoutes.Machines, (ApiQuery.Create, ApiQuery.Transient), (ApiQuery.Paused, Flag(options.Paused)), (ApiQuery.ResetNvram, Flag(options.ResetNvram)));
        return AskAsync(Change("POST", target).WithBody(Xml, xml), PandoJson.Default.Machine, cancellationToken);
    }

    /// <summary>A machine's XML, with the version that a change of it names.</summary>
    public async Task<(string Xml, int? Version)> GetXmlAsync(
        string machine, bool inactive = false, bool secrets = false, CancellationToken cancellationToken = default)
    {
        var target = Query(ApiRoutes.Fill(ApiRoutes.MachineXml, machine), (ApiQuery.Inactive, Flag(inactive)), (ApiQuery.Secrets, Flag(secrets)));
        using var response = await SendAsync(Question(target).With("Accept", Xml), cancellationToken);
        var text = Encoding.UTF8.GetString((await ReadAllAsync(response, cancellationToken)).Span);
        return (text, ApiHeaders.TryReadVersionTag(response.Header("ETag"), out var version) ? version : null);
    }

    /// <summary>Stores a new version; refused where <paramref name="ifVersion"/> is no longer the current one.</summary>
    public Task<Machine> PutXmlAsync(string machine, ReadOnlyMemory<byte> xml, int? ifVersion = null, CancellationToken cancellationToken = default) =>
        AskAsync(
            Change("PUT", ApiRoutes.Fill(ApiRoutes.MachineXml, machine)).With("If-Match", Tag(ifVersion)).WithBody(Xml, xml),
            PandoJson.Default.Machine, cancellationToken);

    /// <summary>Moves a machine's definition to the trash, with its disks where <paramref name="storage"/> is set.</summary>
    public Task<Trash.TrashItem> UndefineAsync(string machine, bool storage = false, CancellationToken cancellationToken = default) =>
        UndefineAsync(machine, new UndefineOptions { Storage = storage }, cancellationToken);

    /// <summary>The same, with what belongs to the machine beside its disks.</summary>
    public Task<Trash.TrashItem> UndefineAsync(string machine, UndefineOptions options, CancellationToken cancellationToken = default)
    {
        var target = Query(
            ApiRoutes.Fill(ApiRoutes.Machine, machine),
            (ApiQuery.Storage, options.Storage ? ApiQuery.TrashStorage : null), (ApiQuery.ManagedSave, Flag(options.ManagedSave)),
            (ApiQuery.KeepNvram, Flag(options.KeepNvram)), (ApiQuery.KeepTpm, Flag(options.KeepTpm)));
        return AskAsync(Change("DELETE", target), PandoJson.Default.TrashItem, cancellationToken);
    }

    /// <summary>Starts a machine.</summary>
    public Task<Machine> StartAsync(string machine, bool paused = false, CancellationToken cancellationToken = default) =>
        ActAsync(ApiRoutes.Start, machine, (ApiQuery.Paused, Flag(paused)), cancellationToken);

    /// <summary>Asks the guest to shut down; <paramref name="mode"/> is <c>acpi</c>, <c>agent</c> or null for whatever works.</summary>
    public Task<Machine> ShutdownAsync(string machine, string? mode = null, CancellationToken cancellationToken = default) =>
        ActAsync(ApiRoutes.Shutdown, machine, (ApiQuery.Mode, mode), cancellationToken);

    /// <summary>Asks the guest to restart.</summary>
    public Task<Machine> RebootAsync(string machine, string? mode = null, CancellationToken cancellationToken = default) =>
        ActAsync(ApiRoutes.Reboot, machine, (ApiQuery.Mode, mode), cancellationToken);

    /// <summary>Presses the reset button.</summary>
    public Task<Machine> ResetAsync(string machine, CancellationToken cancellationToken = default) =>
        ActAsync(ApiRoutes.Reset, machine, default, cancellationToken);

    /// <summary>Ends a machine's process; a graceful end is refused where the process does not end by itself.</summary>
    public Task<Machine> DestroyAsync(string machine, bool graceful = false, CancellationToken cancellationToken = default) =>
        ActAsync(ApiRoutes.Destroy, machine, (ApiQuery.Graceful, Flag(graceful)), cancellationToken);

    /// <summary>Stops a machine's processors.</summary>
    public Task<Machine> SuspendAsync(string machine, CancellationToken cancellationToken = default) =>
        ActAsync(ApiRoutes.Suspend, machine, default, cancellationToken);

    /// <summary>Lets them run again.</summary>
    public Task<Machine> ResumeAsync(string machine, CancellationToken cancellationToken = default) =>
        ActAsync(ApiRoutes.Resume, machine, default, cancellationToken);

    /// <summary>Sets whether a machine starts with the host.</summary>
    public Task<Machine> SetAutostartAsync(string machine, bool enabled, CancellationToken cancellationToken = default) =>
        AskAsync(
            Change("PUT", ApiRoutes.Fill(ApiRoutes.Autostart, machine), new AutostartRequest { Enabled = enabled }, PandoJson.Default.AutostartRequest),
            PandoJson.Default.Machine, cancellationToken);

    /// <summary>Writes a picture of one of a machine's screens (PNG); null: of the first.</summary>
    public async Task ScreenshotAsync(string machine, Stream destination, int? screen = null, CancellationToken cancellationToken = default)
    {
        var target = Query(ApiRoutes.Fill(ApiRoutes.Screenshot, machine), (ApiQuery.Screen, screen?.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        using var response = await SendAsync(Question(target), cancellationToken);
        await CopyBodyAsync(response, destination, cancellationToken);
    }

    private Task<Machine> ActAsync(string route, string machine, (string, string?) parameter, CancellationToken cancellationToken) =>
        AskAsync(Change("POST", Query(ApiRoutes.Fill(route, machine), parameter)), PandoJson.Default.Machine, cancellationToken);

    private async Task<string> AskTextAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(request.With("Accept", Xml), cancellationToken);
        return Encoding.UTF8.GetString((await ReadAllAsync(response, cancellationToken)).Span);
    }

    private static string? Tag(int? version) => version is { } number ? ApiHeaders.VersionTag(number) : null;
}
