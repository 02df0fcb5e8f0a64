using Pando.Libvirt.Protocol;

namespace Pando.LibvirtServer.Procedures;

/// <summary>libvirt's named values: of each procedure some names are known, each with its type.</summary>
internal static class Parameters
{
    public static TypedParam Int(string name, int value) => new(name, new TypedParamValue.Int(value));

    public static TypedParam Unsigned(string name, long value) => new(name, new TypedParamValue.Uint((uint)value));

    public static TypedParam Long(string name, long value) => new(name, new TypedParamValue.Llong(value));

    public static TypedParam UnsignedLong(string name, long value) => new(name, new TypedParamValue.Ullong((ulong)Math.Max(0, value)));

    public static TypedParam Flag(string name, bool value) => new(name, new TypedParamValue.Boolean(value ? 1 : 0));

    public static TypedParam Text(string name, string value) => new(name, new TypedParamValue.String(value));

    /// <summary>As many as there is room for; a client that says none asks how many there are.</summary>
    public static IReadOnlyList<TypedParam> Fit(IReadOnlyList<TypedParam> all, long room) => [.. all.Take((int)Math.Clamp(room, 0, all.Count))];

    /// <summary>The number that a client sent, in whichever type. Throws <c>VIR_ERR_INVALID_ARG</c> for text.</summary>
    public static long Number(TypedParam parameter) => parameter.Value switch
    {
        TypedParamValue.Int(var value) => value,
        TypedParamValue.Uint(var value) => value,
        TypedParamValue.Llong(var value) => value,
        TypedParamValue.Ullong(var value) => value <= long.MaxValue ? (long)value : throw TooLarge(parameter),
        TypedParamValue.Boolean(var value) => value,
        _ => throw LibvirtRefusal.InvalidArgument($"invalid type for parameter '{parameter.Field}'"),
    };

    /// <summary>The same where it must be small.</summary>
    public static int SmallNumber(TypedParam parameter) => Number(parameter) is >= int.MinValue and <= int.MaxValue and var value ? (int)value : throw TooLarge(parameter);

    /// <summary>The text that a client sent. Throws <c>VIR_ERR_INVALID_ARG</c> for a number.</summary>
    public static string TextOf(TypedParam parameter) =>
        parameter.Value is TypedParamValue.String(var text) ? text : throw LibvirtRefusal.InvalidArgument($"invalid type for parameter '{parameter.Field}'");

    /// <summary>A name that the procedure does not have.</summary>
    public static LibvirtRefusal Unknown(TypedParam parameter) => LibvirtRefusal.InvalidArgument($"parameter '{parameter.Field}' not supported");

    private static LibvirtRefusal TooLarge(TypedParam parameter) => LibvirtRefusal.InvalidArgument($"value for parameter '{parameter.Field}' is out of range");
}
