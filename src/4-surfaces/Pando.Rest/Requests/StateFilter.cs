using System.Text.Json;
using Pando.Api.Machines;
using Pando.Api.Routes;
using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Rest.Mapping;

namespace Pando.Rest.Requests;

/// <summary>Which machines a list shows: <c>?state=</c>.</summary>
internal static class StateFilter
{
    private static readonly Dictionary<string, MachinePhase> Phases = Enum.GetValues<MachinePhase>()
        .ToDictionary(phase => JsonNamingPolicy.KebabCaseLower.ConvertName(phase.ToString()), StringComparer.Ordinal);

    /// <summary>The condition; throws <c>request.invalid</c> for another word.</summary>
    public static Func<DomainState, bool> Of(string? word) => word switch
    {
        null => static _ => true,
        ApiQuery.Active => static state => state.HasProcess,
        ApiQuery.Inactive => static state => !state.HasProcess,
        _ when Phases.TryGetValue(word, out var phase) => state => MachineMapping.Phase(state.Phase) == phase,
        _ => throw new CallerException(
            ErrorCodes.Request.Invalid, ("what", ApiQuery.State),
            ("reason", $"{word} (active, inactive, {string.Join(", ", Phases.Keys)})")),
    };
}
