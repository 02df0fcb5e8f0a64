namespace Pando.Domains;

/// <summary>A change of what people and programs keep with a machine; its guest notices nothing.</summary>
public abstract record NoteChange
{
    private NoteChange()
    {
    }

    /// <summary>The short description for people; null takes it away.</summary>
    public sealed record Title(string? Text) : NoteChange;

    /// <summary>The description, any length; null takes it away.</summary>
    public sealed record Description(string? Text) : NoteChange;

    /// <summary>What a program keeps under its namespace.</summary>
    /// <param name="NamespaceUri">The namespace.</param>
    /// <param name="Prefix">The prefix that the element gets.</param>
    /// <param name="Xml">One element, which is put into the namespace; null takes away what is there.</param>
    public sealed record Metadata(string NamespaceUri, string Prefix, string? Xml) : NoteChange;
}
