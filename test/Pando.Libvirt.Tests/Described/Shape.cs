namespace Pando.Libvirt.Tests.Described;

/// <summary>What contracts/libvirt/protocol.json says of a type: the tests' own reading of it, beside the generator's.</summary>
internal abstract record Shape
{
    /// <summary>A number.</summary>
    internal sealed record Plain(string Type) : Shape;

    /// <summary>Text of at most so many bytes.</summary>
    internal sealed record Text(int Max) : Shape;

    /// <summary>Bytes, at most so many.</summary>
    internal sealed record Opaque(int Max) : Shape;

    /// <summary>Sixteen bytes.</summary>
    internal sealed record Uuid : Shape;

    /// <summary>Text in a field of so many bytes, each in a word of its own.</summary>
    internal sealed record SpreadField(int Length) : Shape;

    /// <summary>Text of at most so many bytes, each in a word of its own.</summary>
    internal sealed record SpreadText(int Max) : Shape;

    /// <summary>Items, at most so many.</summary>
    internal sealed record ListOf(Shape Item, int Max) : Shape;

    /// <summary>There or not.</summary>
    internal sealed record Maybe(Shape Value) : Shape;

    /// <summary>One of these numbers.</summary>
    internal sealed record Enumeration(long[] Values) : Shape;

    /// <summary>A structure.</summary>
    internal sealed record Record(string Name, (string Name, Shape Shape)[] Fields) : Shape;

    /// <summary>A union.</summary>
    internal sealed record Choice(string Name, (int Value, string Case, Shape Shape)[] Cases) : Shape;
}
