using Pando.Api.Routes;
using Pando.Domains;
using Pando.Model.Errors;

namespace Pando.Rest.Requests;

/// <summary>What a change holds for, as a query says it.</summary>
internal static class ChangeScopes
{
    /// <summary>Reads <c>live,config</c>; nothing is the machine as it is now.</summary>
    /// <exception cref="CallerException"><c>request.invalid</c></exception>
    public static ChangeScope Of(string? words)
    {
        var scope = ChangeScope.Current;
        foreach (var word in (words ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            scope |= word switch
            {
                ApiQuery.CurrentScope => ChangeScope.Current,
                ApiQuery.LiveScope => ChangeScope.Live,
                ApiQuery.ConfigScope => ChangeScope.Config,
                _ => throw new CallerException(ErrorCodes.Request.Invalid, ("what", ApiQuery.Scope), ("reason", $"{word} (current, live, config)")),
            };
        }
        return scope;
    }
}
