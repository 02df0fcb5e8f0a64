using Pando.Api.Client;

namespace Pando.Cli.Connection;

/// <summary>The words of <see cref="UnreachableReason"/> in keys of texts and in codes.</summary>
internal static class UnreachableWords
{
    public static string Of(UnreachableReason reason) => reason switch
    {
        UnreachableReason.Missing => "missing",
        UnreachableReason.Refused => "refused",
        UnreachableReason.NotPermitted => "not-permitted",
        UnreachableReason.UnknownHost => "unknown-host",
        UnreachableReason.Untrusted => "untrusted",
        UnreachableReason.Silent => "silent",
        UnreachableReason.Lost => "lost",
        UnreachableReason.NotPando => "not-pando",
        _ => "other",
    };
}
