namespace Pando.Linux.Spawn;

/// <summary>A process could be given no user namespace of its own: the kernel has none, allows no more of them, or forbids them here.</summary>
public sealed class UserNamespaceException : IOException
{
    /// <summary>With what happened.</summary>
    public UserNamespaceException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
