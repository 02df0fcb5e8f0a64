namespace Pando.Qmp;

/// <summary>QEMU answered a command with an error. The session stays usable.</summary>
public sealed class QmpErrorException : QmpException
{
    /// <summary>Makes the exception from QEMU's own words.</summary>
    public QmpErrorException(string command, string errorClass, string description)
        : base($"QEMU refused {command}: {description}", command, inner: null)
    {
        ErrorClass = errorClass;
        Description = description;
    }

    /// <summary>QEMU's class: <c>GenericError</c>, <c>CommandNotFound</c>, <c>DeviceNotFound</c>, <c>DeviceNotActive</c>, <c>KVMMissingCap</c>.</summary>
    public string ErrorClass { get; }

    /// <summary>QEMU's own sentence, unchanged. Written for people; QEMU does not promise its wording.</summary>
    public string Description { get; }
}
