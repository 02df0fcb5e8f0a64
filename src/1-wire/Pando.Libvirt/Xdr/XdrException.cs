namespace Pando.Libvirt;

/// <summary>Bytes that are no message, or a message that the protocol has no room for.</summary>
public sealed class XdrException : FormatException
{
    /// <summary>Nothing more is known.</summary>
    public XdrException()
        : this("The bytes are no message of this kind.")
    {
    }

    /// <summary>With what is wrong.</summary>
    public XdrException(string message)
        : base(message)
    {
    }

    /// <summary>With what is wrong, and what found it.</summary>
    public XdrException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
