using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Pando.Rest.Mapping;

/// <summary>
/// An enum's members, which count from 0, as words, made once: lists use them a thousand times. Arrays, because
/// dictionaries over enums are compiled anew in every process.
/// </summary>
internal static class EnumWords<T>
    where T : struct, Enum
{
    private static readonly string[] Kebab = Make(JsonNamingPolicy.KebabCaseLower.ConvertName);

    private static readonly string[] Lower = Make(name => name.ToLowerInvariant());

    /// <summary>All of them with hyphens, in order.</summary>
    public static IReadOnlyList<string> All => Kebab;

    /// <summary><c>IoError</c>: <c>io-error</c>.</summary>
    public static string KebabOf(T value) => Kebab[Unsafe.BitCast<T, int>(value)];

    /// <summary><c>CdRom</c>: <c>cdrom</c>, as libvirt and QEMU write it.</summary>
    public static string LowerOf(T value) => Lower[Unsafe.BitCast<T, int>(value)];

    private static string[] Make(Func<string, string> word) => Array.ConvertAll(Enum.GetNames<T>(), name => word(name));
}
