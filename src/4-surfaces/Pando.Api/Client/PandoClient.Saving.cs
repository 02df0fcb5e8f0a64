using Pando.Api.Jobs;
using Pando.Api.Json;
using Pando.Api.Machines;
using Pando.Api.Routes;
using Pando.Api.Saving;

namespace Pando.Api.Client;

public sealed partial class PandoClient
{
    /// <summary>Writes a machine into a file, or as its managed save, and ends it.</summary>
    public Task<Machine> SaveAsync(string machine, SaveRequest request, CancellationToken cancellationToken = default) =>
        AskAsync(Change("POST", ApiRoutes.Fill(ApiRoutes.Save, machine), request, PandoJson.Default.SaveRequest), PandoJson.Default.Machine, cancellationToken);

    /// <summary>Starts to do so.</summary>
    public Task<Job> StartSaveAsync(string machine, SaveRequest request, CancellationToken cancellationToken = default) =>
        StartJobAsync(Change("POST", ApiRoutes.Fill(ApiRoutes.Save, machine), request, PandoJson.Default.SaveRequest), cancellationToken);

    /// <summary>Brings a machine back from a file.</summary>
    public Task<Machine> RestoreSavedAsync(RestoreSavedRequest request, CancellationToken cancellationToken = default) =>
        AskAsync(Change("POST", ApiRoutes.RestoreSaved, request, PandoJson.Default.RestoreSavedRequest), PandoJson.Default.Machine, cancellationToken);

    /// <summary>Starts to do so.</summary>
    public Task<Job> StartRestoreSavedAsync(RestoreSavedRequest request, CancellationToken cancellationToken = default) =>
        StartJobAsync(Change("POST", ApiRoutes.RestoreSaved, request, PandoJson.Default.RestoreSavedRequest), cancellationToken);

    /// <summary>Writes a machine's memory into a file for somebody to look at.</summary>
    public Task<Machine> DumpAsync(string machine, DumpRequest request, CancellationToken cancellationToken = default) =>
        AskAsync(Change("POST", ApiRoutes.Fill(ApiRoutes.Dump, machine), request, PandoJson.Default.DumpRequest), PandoJson.Default.Machine, cancellationToken);

    /// <summary>Starts to do so.</summary>
    public Task<Job> StartDumpAsync(string machine, DumpRequest request, CancellationToken cancellationToken = default) =>
        StartJobAsync(Change("POST", ApiRoutes.Fill(ApiRoutes.Dump, machine), request, PandoJson.Default.DumpRequest), cancellationToken);

    /// <summary>Starts a machine, from its managed save where it has one.</summary>
    public Task<Machine> StartAsync(string machine, StartOptions options, CancellationToken cancellationToken = default)
    {
        var target = Query(
            ApiRoutes.Fill(ApiRoutes.Start, machine),
            (ApiQuery.Paused, Flag(options.Paused)), (ApiQuery.ForceBoot, Flag(options.ForceBoot)), (ApiQuery.Running, Flag(options.Running)),
            (ApiQuery.BypassCache, Flag(options.BypassCache)), (ApiQuery.Force, Flag(options.Force)), (ApiQuery.ResetNvram, Flag(options.ResetNvram)));
        return AskAsync(Change("POST", target), PandoJson.Default.Machine, cancellationToken);
    }

    /// <summary>Drops a machine's managed save.</summary>
    public Task<Machine> RemoveManagedSaveAsync(string machine, CancellationToken cancellationToken = default) =>
        AskAsync(Change("DELETE", ApiRoutes.Fill(ApiRoutes.ManagedSave, machine)), PandoJson.Default.Machine, cancellationToken);

    /// <summary>The definition in a machine's managed save.</summary>
    public Task<string> GetManagedSaveXmlAsync(string machine, bool secrets = false, CancellationToken cancellationToken = default) =>
        AskTextAsync(Question(Query(ApiRoutes.Fill(ApiRoutes.ManagedSave, machine), (ApiQuery.Secrets, Flag(secrets)))), cancellationToken);

    /// <summary>Replaces it; <paramref name="running"/> says whether the guest runs then, null leaves that.</summary>
    public Task PutManagedSaveXmlAsync(string machine, ReadOnlyMemory<byte> xml, bool? running = null, CancellationToken cancellationToken = default) =>
        DoAsync(Change("PUT", Query(ApiRoutes.Fill(ApiRoutes.ManagedSave, machine), (ApiQuery.Running, Word(running)))).WithBody(Xml, xml), cancellationToken);

    /// <summary>The definition in a file of a saved machine.</summary>
    public Task<string> GetSavedXmlAsync(string path, bool secrets = false, CancellationToken cancellationToken = default) =>
        AskTextAsync(Question(Query(ApiRoutes.SavedDefinition, (ApiQuery.Path, path), (ApiQuery.Secrets, Flag(secrets)))), cancellationToken);

    /// <summary>Replaces it; <paramref name="running"/> says whether the guest runs then, null leaves that.</summary>
    public Task PutSavedXmlAsync(string path, ReadOnlyMemory<byte> xml, bool? running = null, CancellationToken cancellationToken = default) =>
        DoAsync(Change("PUT", Query(ApiRoutes.SavedDefinition, (ApiQuery.Path, path), (ApiQuery.Running, Word(running)))).WithBody(Xml, xml), cancellationToken);

    /// <summary>What is being done to a machine.</summary>
    public Task<MachineJob> GetMachineJobAsync(string machine, CancellationToken cancellationToken = default) =>
        AskAsync(Question(ApiRoutes.Fill(ApiRoutes.MachineJob, machine)), PandoJson.Default.MachineJob, cancellationToken);

    /// <summary>Asks it to stop and to undo what it did.</summary>
    public Task AbortMachineJobAsync(string machine, CancellationToken cancellationToken = default) =>
        DoAsync(Change("DELETE", ApiRoutes.Fill(ApiRoutes.MachineJob, machine)), cancellationToken);

    private static string? Word(bool? value) => value switch
    {
        null => null,
        true => "true",
        false => "false",
    };
}
