namespace Pando.Libvirt;

/// <summary>What can stand in a message.</summary>
/// <typeparam name="T">The type itself.</typeparam>
public interface IXdrValue<T>
    where T : IXdrValue<T>
{
    /// <summary>Reads one. Throws <see cref="XdrException"/>.</summary>
    static abstract T Read(ref XdrReader reader);

    /// <summary>Writes it. Throws <see cref="XdrException"/> where it is larger than the protocol lets it be.</summary>
    void Write(XdrWriter writer);
}

/// <summary>A call without arguments, an answer without a result.</summary>
public sealed record Nothing : IXdrValue<Nothing>
{
    /// <summary>The only one.</summary>
    public static Nothing Value { get; } = new();

    /// <inheritdoc/>
    public static Nothing Read(ref XdrReader reader) => Value;

    /// <inheritdoc/>
    public void Write(XdrWriter writer)
    {
        // No bytes.
    }
}
