using System.Buffers.Binary;
using System.Text;

namespace Pando.Linux.Dbus;

/// <summary>What a message is.</summary>
internal enum DbusMessageKind : byte
{
    Call = 1,
    Return = 2,
    Error = 3,
    Signal = 4,
}

/// <summary>A message as it came: what of its header is looked at here, and its body.</summary>
internal sealed record DbusMessage(DbusMessageKind Kind, uint ReplyTo, string? Member, string? ErrorName, byte[] Body)
{
    public const int FixedBytes = 16;
    private const byte NoAutoStart = 2;
    private const byte PathField = 1;
    private const byte InterfaceField = 2;
    private const byte MemberField = 3;
    private const byte ErrorNameField = 4;
    private const byte ReplyField = 5;
    private const byte DestinationField = 6;
    private const byte SignatureField = 8;

    /// <summary>A call, ready to be sent.</summary>
    public static byte[] Call(uint serial, DbusCall call)
    {
        var body = new DbusWriter();
        call.Body(body);
        var message = new DbusWriter();
        message.Byte((byte)'l').Byte((byte)DbusMessageKind.Call).Byte(call.StartsService ? (byte)0 : NoAutoStart).Byte(1).Number((uint)body.Written.Length).Number(serial);
        message.Array(8, fields =>
        {
            Field(fields, PathField, "o", call.Path);
            Field(fields, DestinationField, "s", call.Destination);
            Field(fields, InterfaceField, "s", call.Interface);
            Field(fields, MemberField, "s", call.Member);
            if (call.Signature.Length > 0)
            {
                fields.Structure().Byte(SignatureField).Signature("g").Signature(call.Signature);
            }
        });
        message.Align(8);
        return [.. message.Written.Span, .. body.Written.Span];
    }

    /// <summary>How many bytes follow the fixed ones: the fields with their padding, and the body.</summary>
    /// <exception cref="IOException">It is no message.</exception>
    public static (int Fields, int Body) Lengths(ReadOnlySpan<byte> start)
    {
        const int most = 1 << 24;
        uint body = BinaryPrimitives.ReadUInt32LittleEndian(start[4..]);
        uint fields = BinaryPrimitives.ReadUInt32LittleEndian(start[12..]);
        return start[0] == (byte)'l' && body < most && fields < most
            ? ((int)((fields + 7) / 8 * 8), (int)body)
            : throw new IOException("The message bus sent what is no message.");
    }

    public static DbusMessage Read(ReadOnlySpan<byte> start, ReadOnlySpan<byte> fields, byte[] body)
    {
        uint reply = 0;
        string? member = null;
        string? error = null;
        int end = (int)BinaryPrimitives.ReadUInt32LittleEndian(start[12..]);
        for (int at = 0; at < end; at = (at + 7) / 8 * 8)
        {
            byte code = fields[at];
            byte type = fields[at + 2];
            at += 4;
            switch (type)
            {
                case (byte)'u':
                    reply = code == ReplyField ? BinaryPrimitives.ReadUInt32LittleEndian(fields[at..]) : reply;
                    at += sizeof(uint);
                    break;
                case (byte)'g':
                    at += 1 + fields[at] + 1;
                    break;
                default:
                    int length = (int)BinaryPrimitives.ReadUInt32LittleEndian(fields[at..]);
                    string text = Encoding.UTF8.GetString(fields.Slice(at + sizeof(uint), length));
                    member = code == MemberField ? text : member;
                    error = code == ErrorNameField ? text : error;
                    at += sizeof(uint) + length + 1;
                    break;
            }
        }

        return new DbusMessage((DbusMessageKind)start[1], reply, member, error, body);
    }

    /// <summary>The text at a place of the body, and the place behind it.</summary>
    public (string Text, int Next) TextAt(int at)
    {
        at = (at + 3) / 4 * 4;
        int length = (int)BinaryPrimitives.ReadUInt32LittleEndian(Body.AsSpan(at));
        return (Encoding.UTF8.GetString(Body, at + sizeof(uint), length), at + sizeof(uint) + length + 1);
    }

    /// <summary>The number (u), or the truth value (b), at a place of the body that is aligned.</summary>
    public uint NumberAt(int at) => BinaryPrimitives.ReadUInt32LittleEndian(Body.AsSpan(at));

    /// <summary>The body's only value: an array of texts (as).</summary>
    public IReadOnlyList<string> Texts()
    {
        int end = sizeof(uint) + (int)NumberAt(0);
        var texts = new List<string>();
        for (int at = sizeof(uint); at < end;)
        {
            (string text, at) = TextAt(at);
            texts.Add(text);
        }

        return texts;
    }

    private static void Field(DbusWriter fields, byte code, string type, string value) =>
        fields.Structure().Byte(code).Signature(type).Text(value);
}

/// <summary>A call of a method.</summary>
internal sealed record DbusCall(string Destination, string Path, string Interface, string Member)
{
    public string Signature { get; init; } = string.Empty;

    public Action<DbusWriter> Body { get; init; } = static _ => { };

    /// <summary>Whether the bus may start a service that is not there.</summary>
    public bool StartsService { get; init; } = true;
}
