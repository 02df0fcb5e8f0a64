using Pando.Host.Files;

namespace Pando.Host.Memory;

/// <summary>Whether the kernel gives processes huge pages by itself.</summary>
internal static class TransparentHugePages
{
    /// <summary><c>always</c>, <c>madvise</c> or <c>never</c>; null where the kernel does not say.</summary>
    // "always [madvise] never": the one in force stands in brackets.
    public static string? Mode(HostFiles files) => files.Text("/sys/kernel/mm/transparent_hugepage/enabled")?
        .Split(' ').FirstOrDefault(static word => word.StartsWith('[') && word.EndsWith(']'))?.Trim('[', ']');
}
