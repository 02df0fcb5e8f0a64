namespace Pando.Model.Tests;

public class EquatableArrayTests
{
    [Fact]
    public void Arrays_are_equal_where_their_elements_are()
    {
        EquatableArray<string> one = ["a", "b"];
        EquatableArray<string> same = ["a", "b"];
        Assert.Equal(one, same);
        Assert.Equal(one.GetHashCode(), same.GetHashCode());
        Assert.NotEqual(one, ["b", "a"]);
        Assert.NotEqual(one, ["a"]);
    }

    [Fact]
    public void The_default_is_an_empty_array()
    {
        EquatableArray<string> none = default;
        Assert.Equal([], none);
        Assert.True(none.IsEmpty);
        Assert.Equal(["a"], none.Add("a"));
    }

    [Fact]
    public void A_changed_copy_leaves_the_array_as_it_was()
    {
        EquatableArray<int> numbers = [1, 2, 3];
        Assert.Equal([1, 9, 3], numbers.SetItem(1, 9));
        Assert.Equal([1, 3], numbers.RemoveAll(n => n == 2));
        Assert.Equal([1, 2, 3], numbers);
    }
}
