using Pando.Api.Secrets;
using Pando.Model.Secrets;
using Pando.Secrets;

namespace Pando.Rest.Mapping;

/// <summary>Secrets in the contract's words.</summary>
internal static class SecretMapping
{
    public static SecretFacts Of(SecretView view) => new()
    {
        Id = view.Definition.Id,
        UsageType = view.Definition.Usage is { } usage ? EnumWords<SecretUsageKind>.LowerOf(usage.Kind) : null,
        Usage = view.Definition.Usage?.Name,
        Ephemeral = view.Definition.Ephemeral,
        Private = view.Definition.Private,
        Description = view.Definition.Description,
        HasValue = view.HasValue,
    };
}
