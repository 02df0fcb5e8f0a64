using Pando.Api.Machines;
using Pando.Api.Routes;
using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Rest.Mapping;

namespace Pando.Rest.Requests;

/// <summary>Which machines a list shows: <c>?state=</c>.</summary>
internal static class StateFilter
{
    /// <summary>The condition; throws <c>request.invalid</c> for another word.</summary>
    public static Func<DomainState, bool> Of(string? word) => word switch
    {
        null => static _ => true,
        ApiQuery.Active => static state => state.HasProcess,
        ApiQuery.Inactive => static state => !state.HasProcess,
        _ when EnumWords<MachinePhase>.All.Contains(word, StringComparer.Ordinal) => state => EnumWords<MachinePhase>.KebabOf(MachineMapping.Phase(state.Phase)) == word,
        _ => throw new CallerException(
            ErrorCodes.Request.Invalid, ("what", ApiQuery.State),
            ("reason", $"{word} (active, inactive, {string.Join(", ", EnumWords<MachinePhase>.All)})")),
    };
}
