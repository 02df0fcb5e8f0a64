using Pando.Api.Advice;
using Pando.Api.Json;
using Pando.Api.Machines;
using Pando.Api.Routes;

namespace Pando.Api.Client;

public sealed partial class PandoClient
{
    /// <summary>What in a machine's definition costs performance, safety or room.</summary>
    public Task<IReadOnlyList<DoctorFinding>> ExamineAsync(string machine, CancellationToken cancellationToken = default) =>
        AskAsync(Question(ApiRoutes.Fill(ApiRoutes.Doctor, machine)), PandoJson.Default.IReadOnlyListDoctorFinding, cancellationToken);

    /// <summary>Makes a new version without the findings of these names; null: without all that can be fixed.</summary>
    public Task<Machine> FixAsync(string machine, IReadOnlyCollection<string>? only = null, CancellationToken cancellationToken = default) =>
        AskAsync(
            Change("POST", Query(ApiRoutes.Fill(ApiRoutes.DoctorFix, machine), (ApiQuery.Only, only is null ? null : string.Join(',', only)))),
            PandoJson.Default.Machine, cancellationToken);

    /// <summary>What a profile comes to for a machine.</summary>
    public Task<ProfilePreview> PreviewProfileAsync(string machine, string profile, CancellationToken cancellationToken = default) =>
        AskAsync(Question(ApiRoutes.Fill(ApiRoutes.Profile, machine, profile)), PandoJson.Default.ProfilePreview, cancellationToken);

    /// <summary>Makes a new version under a profile.</summary>
    public Task<Machine> ApplyProfileAsync(string machine, string profile, CancellationToken cancellationToken = default) =>
        AskAsync(Change("PUT", ApiRoutes.Fill(ApiRoutes.Profile, machine, profile)), PandoJson.Default.Machine, cancellationToken);
}
