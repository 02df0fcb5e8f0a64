using System.Reflection;
using Pando.Libvirt.Framing;
using Pando.Libvirt.Protocol;

namespace Pando.Libvirt.Tests.Described;

/// <summary>A type of message, and what the description says of it.</summary>
internal abstract class Message(Type type, Shape shape)
{
    /// <summary>Of all procedures: arguments, answers, what the server says by itself.</summary>
    public static IReadOnlyList<Message> All { get; } = [.. Find().DistinctBy(message => message.Type)];

    public Type Type { get; } = type;

    public Shape Shape { get; } = shape;

    /// <summary>All of the bytes.</summary>
    public abstract object Read(ReadOnlyMemory<byte> bytes);

    public abstract byte[] Write(object value);

    public override string ToString() => Type.Name;

    private static IEnumerable<Message> Find() =>
        from program in new[] { (Name: "REMOTE", Type: typeof(RemoteProgram)), (Name: "QEMU", Type: typeof(QemuProgram)) }
        from property in program.Type.GetProperties(BindingFlags.Public | BindingFlags.Static)
        where property.PropertyType.IsGenericType && property.PropertyType.Name is "Procedure`2" or "EventMessage`1"
        let facts = (ProcedureFacts)property.PropertyType.GetProperty("Facts")!.GetValue(property.GetValue(null))!
        let types = property.PropertyType.GetGenericArguments()
        from part in types.Length == 1 ? [("msg", types[0])] : new[] { ("args", types[0]), ("ret", types[1]) }
        let shape = Description.Of(program.Name, facts.Name, part.Item1)
        select Make(part.Item2, shape ?? new Shape.Record("nothing", []));

    private static Message Make(Type type, Shape shape) => (Message)Activator.CreateInstance(typeof(Of<>).MakeGenericType(type), shape)!;

    private sealed class Of<T>(Shape shape) : Message(typeof(T), shape)
        where T : IXdrValue<T>
    {
        public override object Read(ReadOnlyMemory<byte> bytes) => new Packet(default, bytes).Decode<T>();

        public override byte[] Write(object value)
        {
            var writer = new XdrWriter();
            ((T)value).Write(writer);
            return writer.Written.ToArray();
        }
    }
}
