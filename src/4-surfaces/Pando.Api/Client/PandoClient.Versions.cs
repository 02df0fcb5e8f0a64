using System.Globalization;
using Pando.Api.Json;
using Pando.Api.Machines;
using Pando.Api.Routes;
using Pando.Api.Trash;
using Pando.Api.Versions;

namespace Pando.Api.Client;

public sealed partial class PandoClient
{
    /// <summary>A machine's versions, newest first, without XML.</summary>
    public Task<IReadOnlyList<DefinitionVersion>> ListVersionsAsync(string machine, CancellationToken cancellationToken = default) =>
        AskAsync(Question(ApiRoutes.Fill(ApiRoutes.Versions, machine)), PandoJson.Default.IReadOnlyListDefinitionVersion, cancellationToken);

    /// <summary>One version with its XML.</summary>
    public Task<DefinitionVersion> GetVersionAsync(string machine, int version, CancellationToken cancellationToken = default) =>
        AskAsync(Question(ApiRoutes.Fill(ApiRoutes.Version, machine, Text(version))), PandoJson.Default.DefinitionVersion, cancellationToken);

    /// <summary>What differs from one version to another.</summary>
    public Task<DefinitionDiff> DiffVersionsAsync(string machine, int from, int to, CancellationToken cancellationToken = default) =>
        AskAsync(Question(ApiRoutes.Fill(ApiRoutes.VersionDiff, machine, Text(from), Text(to))), PandoJson.Default.DefinitionDiff, cancellationToken);

    /// <summary>Makes a new version with an old one's text.</summary>
    public Task<Machine> RevertAsync(string machine, int version, int? ifVersion = null, CancellationToken cancellationToken = default) =>
        AskAsync(
            Change("POST", ApiRoutes.Fill(ApiRoutes.VersionRevert, machine, Text(version))).With("If-Match", Tag(ifVersion)),
            PandoJson.Default.Machine, cancellationToken);

    /// <summary>What is in the trash, newest first.</summary>
    public Task<IReadOnlyList<TrashItem>> ListTrashAsync(CancellationToken cancellationToken = default) =>
        AskAsync(Question(ApiRoutes.Trash), PandoJson.Default.IReadOnlyListTrashItem, cancellationToken);

    /// <summary>Takes a network back out of the trash, by id or by a name that only one has.</summary>
    public Task<Networks.Network> RestoreNetworkAsync(string item, string? newName = null, CancellationToken cancellationToken = default) =>
        AskAsync(
            Change("POST", ApiRoutes.Fill(ApiRoutes.TrashRestore, item), new RestoreRequest { Name = newName }, PandoJson.Default.RestoreRequest),
            PandoJson.Default.Network, cancellationToken);

    /// <summary>Takes a machine back out of the trash, by id or by a name that only one has.</summary>
    public Task<Machine> RestoreAsync(string item, string? newName = null, CancellationToken cancellationToken = default) =>
        AskAsync(
            Change("POST", ApiRoutes.Fill(ApiRoutes.TrashRestore, item), new RestoreRequest { Name = newName }, PandoJson.Default.RestoreRequest),
            PandoJson.Default.Machine, cancellationToken);

    /// <summary>Deletes something in the trash for good.</summary>
    public Task PurgeAsync(string item, CancellationToken cancellationToken = default) =>
        DoAsync(Change("DELETE", ApiRoutes.Fill(ApiRoutes.TrashItem, item)), cancellationToken);

    /// <summary>Deletes everything in the trash for good.</summary>
    public Task EmptyTrashAsync(CancellationToken cancellationToken = default) =>
        DoAsync(Change("DELETE", ApiRoutes.Trash), cancellationToken);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
