using Pando.Api.Routes;
using Pando.Model.Domains;
using Pando.Model.Errors;

namespace Pando.Rest.Requests;

/// <summary>The type of a machine as a query's parameter.</summary>
internal static class MachineTypes
{
    /// <summary>What it may be.</summary>
    public const string Words = "kvm (the default: whatever runs guests here) or qemu.";

    /// <summary>The type; null where none is said.</summary>
    public static DomainType? Read(string? word) => word switch
    {
        null => null,
        "kvm" => DomainType.Kvm,
        "qemu" => DomainType.Qemu,
        _ => throw new CallerException(ErrorCodes.Request.Invalid, ("what", ApiQuery.Type), ("reason", $"{word} (kvm, qemu)")),
    };
}
