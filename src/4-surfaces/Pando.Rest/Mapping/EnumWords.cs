using System.Text.Json;

namespace Pando.Rest.Mapping;

/// <summary>An enum's members as the contract's words, made once: lists use them a thousand times.</summary>
internal static class EnumWords<T>
    where T : struct, Enum
{
    private static readonly Dictionary<T, string> Kebab = Make(JsonNamingPolicy.KebabCaseLower.ConvertName);

    private static readonly Dictionary<T, string> Lower = Make(name => name.ToLowerInvariant());

    /// <summary><c>IoError</c>: <c>io-error</c>.</summary>
    public static string KebabOf(T value) => Kebab[value];

    /// <summary><c>CdRom</c>: <c>cdrom</c>, as libvirt and QEMU write it.</summary>
    public static string LowerOf(T value) => Lower[value];

    private static Dictionary<T, string> Make(Func<string, string> name) =>
        Enum.GetValues<T>().ToDictionary(value => value, value => name(value.ToString()));
}
