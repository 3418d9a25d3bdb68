using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Hillock.Tests.Architecture;

/// <summary>Finds spans of tensors' memory that are in use when the tensor may be dead already, so that the pool may lend its memory to another.</summary>
/// <remarks>
/// <para>A borrow is a call of <c>Tensor.Span</c>, <c>Reach</c>, … or of a method that returns what it borrowed of an argument. It is in use in the statement
/// that it stands in, and wherever a local is read that this statement puts it into and that can hold memory: a span, a <c>ref struct</c>, a reference, a
/// pointer; and so on.</para>
/// <para>After each such use, in a block around it, something must need the tensor itself: <c>GC.KeepAlive</c>, passing it on, returning it or calling one
/// of its methods. Reading a property is not enough: the compiler may have read it before. What an exception's message tells of the memory may be wrong.</para>
/// </remarks>
internal sealed class Borrows
{
    /// <summary>Methods that lend memory and do not keep it.</summary>
    private static readonly (string Type, string Name)[] Sources =
        [("Tensor", "Span"), ("Tensor", "Reach"), ("Tensor", "ReachUnchecked"), ("Tensor", "ReachBytes"), ("Storage", "Span")];

    /// <summary>Public methods that lend memory: they mark it, and the pool takes no marked buffer by itself.</summary>
    private static readonly string[] Marking = ["AsSpan", "AsReadOnlySpan", "AsTensorSpan", "AsReadOnlyTensorSpan"];

    private readonly CSharpCompilation _compilation;

    /// <summary>Methods that return what they borrow of an argument: whoever calls them borrows.</summary>
    private readonly HashSet<ISymbol> _lenders = new(SymbolEqualityComparer.Default);

    public Borrows(CSharpCompilation compilation)
    {
        _compilation = compilation;
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            foreach ((InvocationExpressionSyntax call, _) in CallsIn(tree))
            {
                SemanticModel model = compilation.GetSemanticModel(tree);
                if (UsesOf(call, model).Any(use => IsReturned(use, model)) && model.GetEnclosingSymbol(call.SpanStart) is IMethodSymbol method)
                {
                    _lenders.Add(method.OriginalDefinition);
                }
            }
        }
    }

    /// <summary>How many calls of a file borrow.</summary>
    public int CountIn(SyntaxTree tree) => CallsIn(tree).Count();

    /// <summary>The faults of a file: the place, and which tensor is not kept alive.</summary>
    /// <param name="tree">The file.</param>
    /// <param name="replaced">The compilation that it is part of, if not the one of the constructor.</param>
    public IEnumerable<string> FaultsIn(SyntaxTree tree, CSharpCompilation? replaced = null)
    {
        SemanticModel model = (replaced ?? _compilation).GetSemanticModel(tree);
        foreach ((InvocationExpressionSyntax call, ExpressionSyntax? owner) in CallsIn(tree, model))
        {
            if (FaultOf(call, owner, model) is { } fault)
            {
                yield return $"{tree.FilePath}({LineOf(call)}): {fault}";
            }
        }
    }

    /// <summary>The calls that borrow, and what from; null for the object that the method belongs to.</summary>
    private IEnumerable<(InvocationExpressionSyntax Call, ExpressionSyntax? Owner)> CallsIn(SyntaxTree tree, SemanticModel? model = null)
    {
        foreach (InvocationExpressionSyntax call in tree.GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            string? name = NameOf(call);
            bool isSource = Sources.Any(source => source.Name == name);
            if (!isSource && !_lenders.Any(lender => lender.Name == name))
            {
                continue;
            }

            model ??= _compilation.GetSemanticModel(tree);
            if (model.GetSymbolInfo(call).Symbol is not IMethodSymbol method)
            {
                continue;
            }

            if (Sources.Contains((method.ContainingType.Name, method.Name)))
            {
                yield return (call, (call.Expression as MemberAccessExpressionSyntax)?.Expression);
            }
            else if (_lenders.Any(
                lender => lender.Name == method.Name && lender.ContainingType.ToDisplayString() == method.ContainingType.OriginalDefinition.ToDisplayString()))
            {
                foreach (ArgumentSyntax argument in call.ArgumentList.Arguments.Where(
                    argument => model.GetTypeInfo(argument.Expression).Type?.Name == "Tensor"))
                {
                    yield return (call, argument.Expression);
                }
            }
        }
    }

    private static string? NameOf(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        SimpleNameSyntax name => name.Identifier.ValueText,
        _ => null,
    };

    private static string? FaultOf(InvocationExpressionSyntax call, ExpressionSyntax? owner, SemanticModel model)
    {
        if (model.GetEnclosingSymbol(call.SpanStart) is IMethodSymbol own
            && (Sources.Contains((own.ContainingType.Name, own.Name)) || (own.ContainingType.Name == "Tensor" && Marking.Contains(own.Name))))
        {
            return null;
        }

        ISymbol? root = owner is null ? null : RootOf(owner, model);
        if (root is null && owner is not (null or ThisExpressionSyntax))
        {
            return $"{owner} is kept by nobody: put it into a local and keep that alive.";
        }

        SyntaxNode[] needs = [.. BodyOf(call).DescendantNodes().OfType<ExpressionSyntax>().Where(node => IsRoot(node, root, model) && IsNeeded(node, model))];
        foreach (SyntaxNode use in UsesOf(call, model).Where(use => use is not ThrowStatementSyntax && !IsReturned(use, model)))
        {
            if (!needs.Any(need => Follows(need, use)))
            {
                return $"{owner?.ToString() ?? "this"} may be dead while its memory is in use in line {LineOf(use)}: write " +
                    $"GC.KeepAlive({owner?.ToString() ?? "this"}) after that.";
            }
        }

        return null;
    }

    private static int LineOf(SyntaxNode node) => node.SyntaxTree.GetLineSpan(node.Span).StartLinePosition.Line + 1;

    /// <summary>The local, parameter, field or property that holds a tensor, or an object or array that does.</summary>
    private static ISymbol? RootOf(ExpressionSyntax owner, SemanticModel model) => owner switch
    {
        ParenthesizedExpressionSyntax inner => RootOf(inner.Expression, model),
        PostfixUnaryExpressionSyntax forgiving => RootOf(forgiving.Operand, model),
        ElementAccessExpressionSyntax element => RootOf(element.Expression, model),
        _ => model.GetSymbolInfo(owner).Symbol switch
        {
            ILocalSymbol or IParameterSymbol or IFieldSymbol { IsStatic: false } when owner is IdentifierNameSyntax => model.GetSymbolInfo(owner).Symbol,
            IFieldSymbol or IPropertySymbol when owner is MemberAccessExpressionSyntax { Expression: not ThisExpressionSyntax } access =>
                RootOf(access.Expression, model),
            IFieldSymbol or IPropertySymbol => model.GetSymbolInfo(owner).Symbol,
            _ => null,
        },
    };

    /// <summary>Whether an expression is the root, or the object that it is a part of.</summary>
    private static bool IsRoot(ExpressionSyntax node, ISymbol? root, SemanticModel model) => node switch
    {
        ThisExpressionSyntax => root is null or IFieldSymbol or IPropertySymbol,
        IdentifierNameSyntax name => root is null
            ? model.GetSymbolInfo(name).Symbol is IPropertySymbol { Name: "Storage" }
                && name.Parent is not MemberAccessExpressionSyntax { Expression: not IdentifierNameSyntax }
            : name.Identifier.ValueText == root.Name && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name).Symbol, root),
        _ => false,
    };

    /// <summary>Whether something is done with the object that an expression stands for, for which it must live.</summary>
    private static bool IsNeeded(ExpressionSyntax node, SemanticModel model)
    {
        for (SyntaxNode child = node; child.Parent is { } parent; child = parent)
        {
            switch (parent)
            {
                case ArgumentSyntax { Parent: TupleExpressionSyntax or BracketedArgumentListSyntax }:
                case TupleExpressionSyntax or CollectionElementSyntax or CollectionExpressionSyntax or ParenthesizedExpressionSyntax or CastExpressionSyntax:
                case PostfixUnaryExpressionSyntax or InitializerExpressionSyntax or SpreadElementSyntax:
                case ConditionalExpressionSyntax conditional when conditional.Condition != child:
                case ElementAccessExpressionSyntax element when element.Expression == child:
                case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression }:
                    continue;
                case ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call }:
                    return NameOf(call) != "nameof";
                case ArgumentSyntax or ReturnStatementSyntax or YieldStatementSyntax or ArrowExpressionClauseSyntax:
                    return true;
                case AssignmentExpressionSyntax assignment when assignment.Right == child:
                    return model.GetSymbolInfo(assignment.Left).Symbol is not ILocalSymbol;
                case MemberAccessExpressionSyntax access when access.Expression == child:
                    if (access.Parent is InvocationExpressionSyntax)
                    {
                        return true;
                    }

                    // A part of it that is needed, such as an element of a pair: but not a number of it.
                    if (model.GetTypeInfo(access).Type is not { IsReferenceType: true })
                    {
                        return false;
                    }

                    continue;
                default:
                    return false;
            }
        }

        return false;
    }

    /// <summary>The statements and expressions in which what a call lends is in use.</summary>
    private static List<SyntaxNode> UsesOf(InvocationExpressionSyntax call, SemanticModel model)
    {
        List<SyntaxNode> uses = [];
        HashSet<ISymbol> locals = new(SymbolEqualityComparer.Default);
        Queue<ExpressionSyntax> carriers = new([call]);
        SyntaxNode body = BodyOf(call);
        while (carriers.TryDequeue(out ExpressionSyntax? carrier))
        {
            uses.Add(PlaceOf(carrier));
            if (HolderOf(carrier, model) is { } local && locals.Add(local))
            {
                foreach (IdentifierNameSyntax name in body.DescendantNodes().OfType<IdentifierNameSyntax>()
                    .Where(name => name.Identifier.ValueText == local.Name))
                {
                    // A span's length is no part of the memory.
                    bool isLength =
                        name.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Length" or "IsEmpty" } access && access.Expression == name;
                    if (!isLength && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name).Symbol, local))
                    {
                        carriers.Enqueue(name);
                    }
                }
            }
        }

        return uses;
    }

    /// <summary>The local that can hold memory and gets its value from an expression.</summary>
    private static ILocalSymbol? HolderOf(ExpressionSyntax carrier, SemanticModel model)
    {
        foreach (SyntaxNode node in carrier.Ancestors()
            .TakeWhile(node => node is not (StatementSyntax and not (LocalDeclarationStatementSyntax or ExpressionStatementSyntax))))
        {
            ILocalSymbol? local = node switch
            {
                VariableDeclaratorSyntax declarator => model.GetDeclaredSymbol(declarator) as ILocalSymbol,
                AssignmentExpressionSyntax assignment when !assignment.Left.Contains(carrier) => model.GetSymbolInfo(assignment.Left).Symbol as ILocalSymbol,
                _ => null,
            };
            if (local is not null && (local.RefKind != RefKind.None || HoldsMemory(local.Type)))
            {
                return local;
            }
        }

        return null;
    }

    private static bool HoldsMemory(ITypeSymbol? type) => type is { IsRefLikeType: true } or IPointerTypeSymbol;

    /// <summary>The statement of an expression, or the part of it that is done before the rest: the condition of an <c>if</c>.</summary>
    private static SyntaxNode PlaceOf(ExpressionSyntax carrier)
    {
        SyntaxNode last = carrier;
        foreach (SyntaxNode node in carrier.Ancestors())
        {
            if (node is IfStatementSyntax or SwitchStatementSyntax)
            {
                return last;
            }

            if (node is StatementSyntax or ArrowExpressionClauseSyntax or AnonymousFunctionExpressionSyntax)
            {
                return node is AnonymousFunctionExpressionSyntax ? last : node;
            }

            last = node;
        }

        return last;
    }

    /// <summary>Whether a use hands the memory to the caller, who borrows it then.</summary>
    private static bool IsReturned(SyntaxNode use, SemanticModel model) => use is ReturnStatementSyntax or ArrowExpressionClauseSyntax
        && model.GetEnclosingSymbol(use.SpanStart + 1) is IMethodSymbol method && (HoldsMemory(method.ReturnType) || method.RefKind != RefKind.None);

    private static SyntaxNode BodyOf(SyntaxNode node) =>
        node.Ancestors()
            .First(one => one is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or PropertyDeclarationSyntax or LocalFunctionStatementSyntax
            or AnonymousFunctionExpressionSyntax or FieldDeclarationSyntax or TypeDeclarationSyntax);

    /// <summary>
    /// Whether control may come from a use to what needs the tensor: it stands later in a block around the use, and no return between ends the way.
    /// </summary>
    private static bool Follows(SyntaxNode need, SyntaxNode use)
    {
        if (need.SpanStart < use.Span.End)
        {
            return false;
        }

        SyntaxNode block =
            need.Ancestors().First(node => node is BlockSyntax or SwitchSectionSyntax or MemberDeclarationSyntax or AnonymousFunctionExpressionSyntax);
        if (block.Parent is FinallyClauseSyntax { Parent: TryStatementSyntax attempt } && attempt.Block.Contains(use))
        {
            return true;
        }

        // What stands behind else is not done after what stands before it.
        if (need.Ancestors().OfType<IfStatementSyntax>().Any(choice => choice.Statement.Contains(use) && choice.Else?.Contains(need) == true))
        {
            return false;
        }

        if (!block.Contains(use) || use is ReturnStatementSyntax or ThrowStatementSyntax)
        {
            return false;
        }

        foreach (SyntaxNode inner in use.Ancestors().TakeWhile(node => node != block).Where(node => node is BlockSyntax or SwitchSectionSyntax))
        {
            SyntaxList<StatementSyntax> statements = inner is BlockSyntax own ? own.Statements : ((SwitchSectionSyntax)inner).Statements;
            if (statements.Any(statement => statement.SpanStart >= use.SpanStart && statement is ReturnStatementSyntax or ThrowStatementSyntax))
            {
                return false;
            }
        }

        return true;
    }
}
