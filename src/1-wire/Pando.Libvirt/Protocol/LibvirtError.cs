namespace Pando.Libvirt.Protocol;

/// <summary>What went wrong, as it stands on the wire (<c>virNetMessageError</c>).</summary>
/// <param name="Number">What kind of mistake it is.</param>
/// <param name="Domain">Which part of the server says so.</param>
/// <param name="Message">The whole sentence: clients print it as it is.</param>
public sealed record LibvirtError(LibvirtErrorNumber Number, LibvirtErrorDomain Domain, string Message) : IXdrValue<LibvirtError>
{
    private const int MaxText = 4_194_304;
    private const int ErrorLevel = 2;

    /// <summary>The object's name, say.</summary>
    public string? First { get; init; }

    /// <summary>What more there is to say.</summary>
    public string? Second { get; init; }

    /// <summary>What more there is to say.</summary>
    public string? Third { get; init; }

    /// <inheritdoc/>
    public static LibvirtError Read(ref XdrReader reader)
    {
        var (number, domain, message) = (reader.ReadInt32(), reader.ReadInt32(), Text(ref reader));
        _ = reader.ReadInt32();
        _ = reader.ReadPresence() ? RemoteDomain.Read(ref reader) : null;
        var (first, second, third) = (Text(ref reader), Text(ref reader), Text(ref reader));
        _ = (reader.ReadInt32(), reader.ReadInt32());
        _ = reader.ReadPresence() ? RemoteNetwork.Read(ref reader) : null;
        return new LibvirtError((LibvirtErrorNumber)number, (LibvirtErrorDomain)domain, message ?? "")
        {
            First = first,
            Second = second,
            Third = third,
        };
    }

    /// <inheritdoc/>
    public void Write(XdrWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteInt32((int)Number);
        writer.WriteInt32((int)Domain);
        Text(writer, Message);
        writer.WriteInt32(ErrorLevel);
        writer.WritePresence(false);
        Text(writer, First);
        Text(writer, Second);
        Text(writer, Third);
        writer.WriteInt32(-1);
        writer.WriteInt32(-1);
        writer.WritePresence(false);
    }

    private static string? Text(ref XdrReader reader) => reader.ReadPresence() ? reader.ReadString(MaxText) : null;

    private static void Text(XdrWriter writer, string? text)
    {
        if (writer.WritePresence(text is not null))
        {
            writer.WriteString(text!, MaxText);
        }
    }
}
