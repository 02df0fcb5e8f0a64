using System.Collections;

namespace Pando.Libvirt.Tests.Described;

/// <summary>Whether a record says what an example says, under the names of the description.</summary>
internal static class Sameness
{
    public static void Assert(Shape shape, object? said, object? value, string path)
    {
        switch (shape)
        {
            case Shape.Record record:
                var parts = (object?[])said!;
                var parameters = value!.GetType().GetConstructors().Single().GetParameters();
                Xunit.Assert.Equal(record.Fields.Length, parameters.Length);
                for (var i = 0; i < parts.Length; i++)
                {
                    var name = parameters[i].Name!;
                    Xunit.Assert.Equal(record.Fields[i].Name.Replace("_", ""), name, ignoreCase: true);
                    Assert(record.Fields[i].Shape, parts[i], value.GetType().GetProperty(name)!.GetValue(value), $"{path}.{name}");
                }
                break;
            case Shape.Choice choice:
                var (number, inner) = ((int, object?))said!;
                var one = choice.Cases.Single(one => one.Value == number);
                Xunit.Assert.EndsWith("_" + value!.GetType().Name, one.Case, StringComparison.OrdinalIgnoreCase);
                Assert(one.Shape, inner, value.GetType().GetProperty("Value")!.GetValue(value), path);
                break;
            case Shape.ListOf list:
                var items = ((IEnumerable)value!).Cast<object?>().ToArray();
                var wanted = (object?[])said!;
                Xunit.Assert.Equal(wanted.Length, items.Length);
                for (var i = 0; i < items.Length; i++)
                {
                    Assert(list.Item, wanted[i], items[i], $"{path}[{i}]");
                }
                break;
            case Shape.Maybe maybe when said is not null:
                Assert(maybe.Value, said, value, path);
                break;
            case Shape.Opaque:
                Xunit.Assert.Equal((byte[])said!, ((ReadOnlyMemory<byte>)value!).ToArray());
                break;
            case Shape.Enumeration:
                Xunit.Assert.Equal((int)said!, (int)value!);
                break;
            default:
                Xunit.Assert.True(Equals(said, value), $"{path}: {value} where {said} was written");
                break;
        }
    }
}
