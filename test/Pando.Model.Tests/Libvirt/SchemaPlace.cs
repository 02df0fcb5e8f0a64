using System.Xml.Linq;

namespace Pando.Model.Tests.Libvirt;

/// <summary>Something that the schema lets be written in one place.</summary>
/// <param name="Path">Where.</param>
/// <param name="Patterns">What the schema says of it, each time that it does.</param>
internal sealed record SchemaPlace(string Path, List<XElement> Patterns)
{
    /// <summary>The element that it is in, or that has it as its text.</summary>
    public string Element => IsWord ? Whole[..Whole.LastIndexOf('/')] is var parent && IsOfAttribute ? parent : Whole : Path[..Path.LastIndexOf('/')];

    /// <summary>Whether it is one word of several.</summary>
    public bool IsWord => Path.Contains('=', StringComparison.Ordinal);

    /// <summary>The word.</summary>
    public string Word => Path[(Path.IndexOf('=', StringComparison.Ordinal) + 1)..];

    /// <summary>The attribute that it is or is a word of; null for an element and its text.</summary>
    public string? Attribute => IsOfAttribute ? Whole[(Whole.LastIndexOf('@') + 1)..] : null;

    /// <summary>What it is in, or is a word of.</summary>
    public string Above => IsWord ? Whole : Element;

    private string Whole => IsWord ? Path[..Path.IndexOf('=', StringComparison.Ordinal)] : Path;

    private bool IsOfAttribute => Whole[(Whole.LastIndexOf('/') + 1)..].StartsWith('@');
}
